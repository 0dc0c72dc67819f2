package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** The all-pairs kernel against pair by pair; tallies do not depend on tiles. */
class PairTallyTest {

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  private static int[] order(int pixels, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, pixels).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The sum of single pairs. */
  static PairTally pairByPair(AskedImage image, int[] order) {
    PatternGeometry geometry = new PatternGeometry(image);
    int labels = image.trace().labels();
    int pixels = image.layout().pixels();
    PairTally sum = PairTally.none(labels, pixels);
    for (int high = 0; high < order.length; high++) {
      for (int low = 0; low < high; low++) {
        PairAnswer answer = geometry.pair(order[low], order[high], plenty());
        sum = sum.plus(PairTally.of(new PairTally.Ranked(high, low, answer), labels, pixels));
      }
    }
    return sum;
  }

  /** Everything but how often rationals were needed: inheritance spares the kernel some of them. */
  static void assertSame(PairTally actual, PairTally expected) {
    assertThat(actual.pairs()).isEqualTo(expected.pairs());
    assertThat(actual.attackable()).isEqualTo(expected.attackable());
    assertThat(actual.fresh()).isEqualTo(expected.fresh());
    assertThat(actual.undecided()).isEqualTo(expected.undecided());
    assertThat(actual.perLabel()).isEqualTo(expected.perLabel());
    assertThat(actual.participation()).isEqualTo(expected.participation());
    assertThat(actual.first().map(PairTally.Ranked::highRank))
        .isEqualTo(expected.first().map(PairTally.Ranked::highRank));
    assertThat(actual.first().map(PairTally.Ranked::lowRank))
        .isEqualTo(expected.first().map(PairTally.Ranked::lowRank));
    assertThat(actual.first().map(r -> r.answer().labels()))
        .isEqualTo(expected.first().map(r -> r.answer().labels()));
  }

  @Test
  void theKernelCountsWhatPairsSay() {
    long attackable = 0;
    for (int seed = 0; seed < 400; seed++) {
      AskedImage image = new SmallNetworks(seed).image(PixelDomain.UNIT);
      int[] order = order(image.layout().pixels(), seed);
      PatternGeometry geometry = new PatternGeometry(image);
      PairTally whole = geometry.tally(order, 0, order.length, plenty());
      assertSame(whole, pairByPair(image, order));
      attackable += whole.attackable();
    }
    assertThat(attackable).isGreaterThan(500);
  }

  @Test
  void tilesAddUpInAnyOrder() {
    for (int seed = 0; seed < 200; seed++) {
      AskedImage image = new SmallNetworks(seed).image(PixelDomain.UNIT);
      int[] order = order(image.layout().pixels(), seed);
      PairTally whole = new PatternGeometry(image).tally(order, 0, order.length, plenty());
      int cut = 1 + seed % (order.length - 1);
      PairTally low = new PatternGeometry(image).tally(order, 0, cut, plenty());
      PairTally high = new PatternGeometry(image).tally(order, cut, order.length, plenty());
      assertThat(low.plus(high)).isEqualTo(whole).isEqualTo(high.plus(low));
      assertThat(low.plus(high).toString()).isEqualTo(whole.toString());
    }
  }

  @Test
  void everyAttackablePairIsHandedOutInOrder() {
    for (int seed = 0; seed < 100; seed++) {
      AskedImage image = new SmallNetworks(seed).image(PixelDomain.UNIT);
      int[] order = order(image.layout().pixels(), seed);
      List<PairTally.Ranked> found = new ArrayList<>();
      PairTally tally =
          new PatternGeometry(image)
              .tally(order, 0, order.length, plenty(), Optional.of(found::add));
      assertThat(found).hasSize((int) tally.attackable()).allMatch(r -> r.answer().attackable());
      assertThat(found.stream().filter(r -> r.answer().isNew()).count()).isEqualTo(tally.fresh());
      List<Integer> places = found.stream().map(r -> r.highRank() * 1000 + r.lowRank()).toList();
      assertThat(places).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void everyEngineTallies() {
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 30; seed++) {
        AskedImage image = new SmallNetworks(seed).image(PixelDomain.UNIT);
        int[] order = order(image.layout().pixels(), seed);
        PairTally expected = new PatternGeometry(image).tally(order, 0, order.length, plenty());
        for (Engine engine : Engine.values()) {
          PixelAudit audit =
              new PixelAudit(
                  image,
                  seed,
                  new PixelAudit.Settings(engine, Budget.UNLIMITED, 1, 3),
                  SmallNetworks.engines(image, session));
          assertSame(audit.tile(order, 0, order.length, Optional.empty()), expected);
          assertThat(audit.engineDifferences()).as("%s", audit.differences()).isZero();
          boolean both = engine == Engine.AUTO && image.refusal().isEmpty();
          assertThat(audit.engineChecks() > 0).isEqualTo(both);
        }
      }
    }
  }
}

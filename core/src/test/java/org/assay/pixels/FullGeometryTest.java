package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assay.RandomNetworks;
import org.assay.bounds.BoundedNetwork;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.ActivationPattern;
import org.assay.symbolic.Trace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lines and planes over all patterns, against exact walks and the solver. */
class FullGeometryTest {

  private static final PixelDomain ODD = PixelDomain.parse("-0.1:1.3");

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  private static AskedImage image(int seed, Inputs inputs) {
    PixelDomain domain = seed % 3 == 0 ? ODD : PixelDomain.UNIT;
    WitnessCheck.Terms terms = new WitnessCheck.Terms(Arithmetic.EXACT, inputs, domain, Scope.FULL);
    if (seed % 2 == 0) {
      SmallNetworks source = new SmallNetworks(seed);
      Network network = source.network();
      return SmallNetworks.image(network, source.pixels(network.inputs()), terms);
    }
    ElementType type = seed % 4 == 1 ? ElementType.FLOAT32 : ElementType.FLOAT64;
    RandomNetworks source = new RandomNetworks(seed, type);
    Network network = source.dense();
    return SmallNetworks.image(network, source.image(network), terms);
  }

  private static AskedImage convolutional(int seed) {
    RandomNetworks source = new RandomNetworks(seed, ElementType.FLOAT32);
    Network network = source.convolutional();
    AskedImage image =
        SmallNetworks.image(
            network, source.image(network), WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.FULL));
    return new AskedImage(
        image.trace(), WitnessCheck.of(network), image.layout().channel(0), image.terms());
  }

  private static FullGeometry geometry(AskedImage image) {
    return new FullGeometry(image, BoundedNetwork.of(image.trace().network().network()));
  }

  private static void holds(AskedImage image, Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Violated.class);
    var witness = ((Verdict.Violated) verdict).witness();
    Recheck recheck = new Recheck(image.trace().network().network(), image.domain(), Scope.FULL);
    Recheck.Finding finding =
        recheck.judge(image.trace().image(), image.label(), witness.witness().changes());
    assertThat(finding.holds()).as(finding.detail()).isTrue();
    assertThat(finding.label()).isEqualTo(witness.label());
  }

  /** Every part of every line, ends and all. */
  @Test
  void linesAreWhatTheWalkSays() {
    int compared = 0;
    int changing = 0;
    for (int seed = 0; seed < 600; seed++) {
      AskedImage image = seed % 20 == 19 ? convolutional(seed) : image(seed, Inputs.REAL);
      if (image.refusal().isPresent()) {
        continue;
      }
      FullGeometry geometry = geometry(image);
      for (int pixel = 0; pixel < image.layout().pixels(); pixel++) {
        GermWalk walk = GermWalk.of(image, image.layout().positions(pixel)[0]);
        LabelLine line = geometry.line(pixel);
        assertThat(line.parts())
            .as("seed %d pixel %d", seed, pixel)
            .isEqualTo(
                walk.joined().stream()
                    .map(p -> new LabelLine.Part(p.label(), p.values(), p.alone()))
                    .toList());
        PixelAnswer answer = geometry.pixel(pixel, plenty());
        assertThat(answer.attackable()).isEqualTo(walk.attackable());
        assertThat(List.copyOf(new TreeSet<>(answer.labels()))).isEqualTo(walk.labels());
        if (answer.attackable()) {
          holds(image, answer.verdict());
          changing++;
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(2_000);
    assertThat(changing).isBetween(compared / 20, compared * 19 / 20);
  }

  /** On the grid the same lines, value by value. */
  @Test
  void gridIsTheLineAtItsValues() {
    int attackable = 0;
    for (int seed = 0; seed < 200; seed++) {
      AskedImage image = image(seed, Inputs.GRID);
      if (image.refusal().isPresent()) {
        continue;
      }
      FullGeometry geometry = geometry(image);
      double[] grid = Ticks.grid(image.trace().network().network().elementType(), image.domain());
      for (int pixel = 0; pixel < image.layout().pixels(); pixel++) {
        List<GermWalk.Piece> walk = GermWalk.of(image, pixel).joined();
        List<Integer> changed = new ArrayList<>();
        for (double value : grid) {
          Rational exact = Rational.of(value);
          walk.stream()
              .filter(piece -> piece.values().contains(exact))
              .mapToInt(GermWalk.Piece::label)
              .filter(label -> label != image.label())
              .forEach(changed::add);
        }
        PixelAnswer answer = geometry.pixel(pixel, plenty());
        assertThat(answer.attackable()).isEqualTo(!changed.isEmpty());
        if (answer.attackable()) {
          holds(image, answer.verdict());
          attackable++;
        }
      }
    }
    assertThat(attackable).isGreaterThan(100);
  }

  /**
   * Both engines on pairs: verdict, labels and whether the pair is new, on real and grid inputs.
   */
  @Tag("long")
  @Test
  void pairsAreWhatTheSolverSays() {
    int compared = 0;
    int fresh = 0;
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 240; seed++) {
        AskedImage image = image(seed, seed % 8 == 5 ? Inputs.GRID : Inputs.REAL);
        if (image.refusal().isPresent() || image.layout().pixels() < 2) {
          continue;
        }
        FullGeometry geometry = geometry(image);
        FullSmt solver = new FullSmt(image, session);
        for (int q = 1; q < Math.min(4, image.layout().pixels()); q++) {
          PairAnswer answer = geometry.pair(q - 1, q, plenty());
          PairAnswer other = solver.pair(q - 1, q, plenty());
          String what = "seed %d pair %d %s %s".formatted(seed, q, answer, other);
          assertThat(answer.attackable()).as(what).isEqualTo(other.attackable());
          assertThat(answer.labels()).as(what).isEqualTo(other.labels());
          assertThat(answer.isNew()).as(what).isEqualTo(other.isNew());
          if (answer.attackable()) {
            holds(image, answer.verdict());
          }
          fresh += answer.isNew() ? 1 : 0;
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(300);
    assertThat(fresh).isPositive();
  }

  /** A tally is the sum of its pairs. */
  @Test
  void talliesCountPairs() {
    for (int seed = 0; seed < 60; seed++) {
      AskedImage image = image(seed, Inputs.REAL);
      int pixels = image.layout().pixels();
      int[] order = IntStream.range(0, pixels).map(i -> pixels - 1 - i).toArray();
      PairTally sum = PairTally.none(image.trace().labels(), pixels);
      FullGeometry geometry = geometry(image);
      List<PairTally.Ranked> emitted = new ArrayList<>();
      for (int high = 0; high < pixels; high++) {
        for (int low = 0; low < high; low++) {
          PairAnswer answer = geometry.pair(order[low], order[high], plenty());
          sum =
              sum.plus(
                  PairTally.of(
                      new PairTally.Ranked(high, low, answer), image.trace().labels(), pixels));
        }
      }
      PairTally tally =
          geometry(image).tally(order, 0, pixels, plenty(), Optional.of(emitted::add));
      assertThat(tally).isEqualTo(sum);
      assertThat(emitted).hasSize((int) tally.attackable());
    }
  }

  /** The patterns in the middle of every piece of an exact walk. */
  @Test
  void patternsAreThoseBetweenBreakpoints() {
    int patterns = 0;
    for (int seed = 0; seed < 300; seed++) {
      AskedImage image = seed % 20 == 19 ? convolutional(seed) : image(seed, Inputs.REAL);
      if (image.refusal().isPresent()) {
        continue;
      }
      FullGeometry geometry = geometry(image);
      for (int pixel = 0; pixel < image.layout().pixels(); pixel++) {
        Set<ActivationPattern> expected = new HashSet<>();
        boolean narrow = false;
        for (GermWalk.Piece piece :
            GermWalk.of(image, image.layout().positions(pixel)[0]).pieces()) {
          double low = piece.values().low().nearestDouble();
          double high = piece.values().high().nearestDouble();
          narrow |= low < high && high - low < 0x1p-20;
          if (low < high) {
            Tensor middle =
                image
                    .trace()
                    .image()
                    .with(image.layout().positions(pixel)[0], low + (high - low) / 2);
            expected.add(Trace.of(image.trace().network(), middle).pattern());
          }
        }
        if (!narrow) {
          assertThat(geometry.patterns(pixel))
              .as("seed %d pixel %d", seed, pixel)
              .isEqualTo(expected);
          patterns += expected.size();
        }
      }
    }
    assertThat(patterns).isGreaterThan(2_000);
  }

  @Test
  void withoutTimeNothingIsDecided() {
    AskedImage image = image(2, Inputs.REAL);
    Budget.Timer none = Budget.of(Duration.ZERO).start();
    for (Verdict verdict :
        Arrays.asList(
            geometry(image).pixel(0, none).verdict(), geometry(image).pair(0, 1, none).verdict())) {
      assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
      assertThat(((Verdict.Undecided) verdict).reason()).isEqualTo(Reason.TIMEOUT);
    }
  }
}

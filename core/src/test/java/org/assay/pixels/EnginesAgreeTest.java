package org.assay.pixels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.importance.PixelLayout;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.query.Reason;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.junit.jupiter.api.Test;

/** The contract of both engines: one answer, labels included, on small hard networks. */
class EnginesAgreeTest {

  private static final PixelDomain ODD = PixelDomain.parse("-0.1:1.3");

  private int compared;
  private int attackable;
  private int byRationals;

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  @Test
  void onPixelsAndPairsOfDegenerateNetworks() {
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 250; seed++) {
        AskedImage image = new SmallNetworks(seed).image(seed % 3 == 0 ? ODD : PixelDomain.UNIT);
        compareAll(image, session);
      }
    }
    assertThat(compared).isGreaterThan(1_500);
    assertThat(attackable).isBetween(compared / 10, compared * 9 / 10);
    assertThat(byRationals).isGreaterThan(50);
  }

  private void compareAll(AskedImage image, Z3Session session) {
    PatternGeometry geometry = new PatternGeometry(image);
    PatternSmt smt = new PatternSmt(image, session);
    int pixels = image.layout().pixels();
    for (int p = 0; p < pixels; p++) {
      PixelAnswer a = geometry.pixel(p, plenty());
      PixelAnswer b = smt.pixel(p, plenty());
      assertThat(b.attackable()).as("%s %s", a, b).isEqualTo(a.attackable());
      assertThat(b.labels()).as("%s %s", a, b).isEqualTo(a.labels());
      count(a.attackable(), a.decidedBy());
      for (int q = 0; q < p; q++) {
        PairAnswer c = geometry.pair(p, q, plenty());
        PairAnswer d = smt.pair(p, q, plenty());
        assertThat(d.attackable()).as("%s %s", c, d).isEqualTo(c.attackable());
        assertThat(d.labels()).as("%s %s", c, d).isEqualTo(c.labels());
        assertThat(d.isNew()).as("%s %s", c, d).isEqualTo(c.isNew());
        count(c.attackable(), c.decidedBy());
      }
    }
  }

  private void count(boolean isAttackable, DecidedBy decidedBy) {
    compared++;
    attackable += isAttackable ? 1 : 0;
    byRationals += decidedBy == DecidedBy.RATIONALS ? 1 : 0;
  }

  /** Logits 1, 2x and 2x: from x = 1/2 on the first is beaten, but neither other is the largest. */
  @Test
  void equalLogitsAreAnAttackWithoutALabel() {
    Network network =
        new Network(
            "twins",
            ElementType.FLOAT32,
            Shape.of(2),
            List.of(
                Dense.of(
                    Tensor.of(Shape.of(3, 2), 0, 0, 2, 0, 2, 0), Tensor.of(Shape.of(3), 1, 0, 0))));
    AskedImage image =
        SmallNetworks.image(network, Tensor.of(Shape.of(2), 0.25, 0.5), PixelDomain.UNIT);
    PatternGeometry geometry = new PatternGeometry(image);
    PixelAnswer pixel = geometry.pixel(0, plenty());
    assertThat(pixel.attackable()).isTrue();
    assertThat(pixel.labels()).isEmpty();
    assertThat(pixel.infimum()).contains(Rational.of(1, 4));
    assertThat(geometry.pair(0, 1, plenty()).attackable()).isTrue();
    PairTally tally = geometry.tally(new int[] {0, 1}, 0, 2, plenty());
    assertThat(tally.attackable()).isEqualTo(1);
    assertThat(tally.perLabel()).containsOnly(0);
    try (Z3Session session = new Z3Session()) {
      PixelAnswer other = new PatternSmt(image, session).pixel(0, plenty());
      assertThat(other.attackable()).isTrue();
      assertThat(other.labels()).isEmpty();
    }
  }

  /** Two channels are a plane for geometry; three are for the solver alone. */
  @Test
  void onPixelsOfSeveralChannels() {
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 30; seed++) {
        AskedImage two = colour(seed, 2);
        PatternGeometry geometry = new PatternGeometry(two);
        PatternSmt smt = new PatternSmt(two, session);
        for (int p = 0; p < two.layout().pixels(); p++) {
          PixelAnswer a = geometry.pixel(p, plenty());
          PixelAnswer b = smt.pixel(p, plenty());
          assertThat(b.attackable()).isEqualTo(a.attackable());
          assertThat(b.labels()).isEqualTo(a.labels());
          count(a.attackable(), a.decidedBy());
        }
        AskedImage three = colour(seed, 3);
        PixelAudit audit =
            new PixelAudit(
                three,
                seed,
                PixelAudit.Settings.of(Engine.AUTO, Budget.UNLIMITED, 1),
                SmallNetworks.engines(three, session));
        for (PixelAnswer answer : audit.pixels()) {
          assertThat(answer.decidedBy()).isEqualTo(DecidedBy.SOLVER);
        }
      }
    }
    assertThat(attackable).isBetween(compared / 20, compared * 19 / 20);
  }

  private static AskedImage colour(int seed, int channels) {
    SmallNetworks source = new SmallNetworks(seed);
    Shape input = Shape.of(channels, 3, 2);
    int size = input.size();
    Conv.Geometry once = new Conv.Geometry(1, 1, 0, 0, 0, 0, 1, 1, 1);
    Conv conv =
        Conv.of(
            source.weights(Shape.of(2, channels, 2, 2)), source.weights(Shape.of(2)), once, input);
    int flat = conv.output().size();
    Network network =
        new Network(
            "colour",
            ElementType.FLOAT32,
            input,
            List.of(
                conv,
                Clip.relu(conv.output()),
                Dense.of(source.weights(Shape.of(3, flat)), source.weights(Shape.of(3)))));
    return new AskedImage(
        Trace.of(TracedNetwork.of(network), source.pixels(size).reshape(input)),
        WitnessCheck.of(network),
        PixelLayout.of(input),
        WitnessCheck.Terms.exact(PixelDomain.UNIT, Scope.PATTERN));
  }

  @Test
  void aStarvedSolverIsUndecided() {
    AskedImage image = colour(4, 3);
    try (Z3Session session = new Z3Session()) {
      PatternSmt smt = new PatternSmt(image, session);
      Verdict noTime = smt.pixel(0, Budget.of(Duration.ZERO).start()).verdict();
      assertThat(((Verdict.Undecided) noTime).reason()).isEqualTo(Reason.TIMEOUT);
      Budget.Timer noSteps = new Budget(Duration.ofMinutes(1), 1).start();
      PairAnswer starved = smt.pair(0, 1, noSteps);
      assertThat(((Verdict.Undecided) starved.verdict()).reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(starved.decidedBy()).isEqualTo(DecidedBy.NOTHING);
    }
  }
}

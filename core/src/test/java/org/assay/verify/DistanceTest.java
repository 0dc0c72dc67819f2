package org.assay.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.CheckedWitness;
import org.assay.query.PixelDomain;
import org.assay.query.Reason;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Brackets against every combination of phases, one by one ({@link PatternOracle}). */
class DistanceTest {

  private static final Rational PRECISION = Rational.parse("0.001");

  /** Enough for all but a few questions about balls that touch a tie. */
  private static final Budget SHORT = Budget.of(Duration.ofSeconds(2));

  private static Network network(Random random) {
    int inputs = 2 + random.nextInt(2);
    boolean coarse = random.nextBoolean();
    boolean clipped = random.nextInt(4) == 0;
    int units = clipped ? 2 : 3;
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    for (int hidden = 1 + random.nextInt(2); hidden > 0; hidden--) {
      layers.add(dense(random, width, units, coarse));
      layers.add(clipped ? new Clip(Shape.of(units), -0.5, 0.5) : Clip.relu(Shape.of(units)));
      width = units;
    }
    layers.add(dense(random, width, 3, coarse));
    if (random.nextInt(4) == 0) {
      layers.add(Clip.relu(Shape.of(3)));
    }
    return new Network("small", ElementType.FLOAT32, Shape.of(inputs), layers);
  }

  private static Dense dense(Random random, int inputs, int outputs, boolean coarse) {
    double[] weights = new double[inputs * outputs];
    double[] biases = new double[outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = coarse ? random.nextInt(-4, 5) / 4.0 : (float) random.nextGaussian();
    }
    for (int i = 0; i < outputs; i++) {
      biases[i] = coarse ? random.nextInt(-4, 5) / 4.0 : (float) (0.3 * random.nextGaussian());
    }
    return Dense.of(
        Tensor.of(Shape.of(outputs, inputs), weights), Tensor.of(Shape.of(outputs), biases));
  }

  private static Tensor image(Random random, Network network) {
    double[] values = new double[network.inputs()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(17) / 16.0;
    }
    return Tensor.of(network.input(), values);
  }

  private static Distance.Question question(
      Network network, Tensor image, @Nullable Integer target, @Nullable PixelDomain domain) {
    int label = ExactSemantics.label(ExactSemantics.logits(network, image));
    return new Distance.Question(network, image, label, target, domain, PRECISION);
  }

  /** That the witness is of the size of the high end, in the domain, and does what is asked. */
  private static void judge(Distance.Question asked, Bracket bracket) {
    CheckedWitness witness = Objects.requireNonNull(bracket.witness());
    PixelDomain wide = new PixelDomain(Rational.of(-1_000_000, 1), Rational.of(1_000_000, 1));
    PixelDomain domain = Objects.requireNonNullElse(asked.domain(), wide);
    Recheck.Finding finding =
        new Recheck(asked.network(), domain, Scope.FULL)
            .judge(asked.image(), asked.label(), witness.witness().changes());
    assertThat(finding.holds()).isTrue();
    assertThat(finding.label()).isEqualTo(witness.label());
    if (asked.target() != null) {
      assertThat(witness.label()).isEqualTo(asked.target());
    }
    assertThat(NearestFlip.size(witness)).isEqualTo(bracket.high());
  }

  /** Holds both ends against the oracle; gives whether there was nothing more to find. */
  private static boolean hold(Distance.Question asked, Distance.Answer answer, Z3Session session) {
    Bracket bracket = answer.bracket();
    PatternOracle oracle =
        new PatternOracle(
            asked.network(), asked.image(), asked.label(), asked.target(), asked.domain());
    Rational low = Objects.requireNonNull(bracket.low());
    assertThat(oracle.isReached(low, session)).isFalse();
    Rational high = bracket.high();
    if (high != null) {
      judge(asked, bracket);
      assertThat(oracle.isReached(high, session)).isTrue();
    }
    if (answer.open() != null) {
      assertThat(bracket.isWithin(PRECISION)).isFalse();
      return answer.open().reason() == Reason.OUT_OF_REACH;
    }
    if (bracket.everywhere()) {
      assertThat(asked.domain()).isNotNull();
      assertThat(oracle.isReached(Rational.ONE, session)).isFalse();
    } else {
      assertThat(Objects.requireNonNull(high).minus(low)).isLessThanOrEqualTo(PRECISION);
    }
    return true;
  }

  @Test
  void bracketsHoldTheInfimum() {
    int found = 0;
    int never = 0;
    int open = 0;
    try (Z3Session session = new Z3Session()) {
      Distance distance = new Distance(session);
      for (int seed = 0; seed < 80; seed++) {
        Random random = new Random(seed);
        Network network = network(random);
        Tensor image = image(random, network);
        PixelDomain domain = random.nextInt(3) == 0 ? null : PixelDomain.UNIT;
        Distance.Question asked = question(network, image, null, domain);
        Distance.Answer answer = distance.answer(asked, SHORT);
        if (answer.open() != null && answer.open().reason() == Reason.TIED) {
          continue;
        }
        open += hold(asked, answer, session) ? 0 : 1;
        found += answer.bracket().high() == null ? 0 : 1;
        never += answer.bracket().everywhere() ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(30);
    assertThat(never).isGreaterThan(5);
    assertThat(open).isLessThan(10);
  }

  /** Every other label as target; the nearest of them is as near as any label. */
  @Test
  void targetsAreReachedNoSoonerThanSomeLabel() {
    int found = 0;
    int never = 0;
    int open = 0;
    try (Z3Session session = new Z3Session()) {
      Distance distance = new Distance(session);
      for (int seed = 100; seed < 140; seed++) {
        Random random = new Random(seed);
        Network network = network(random);
        Tensor image = image(random, network);
        PixelDomain domain = random.nextInt(3) == 0 ? null : PixelDomain.UNIT;
        Distance.Question any = question(network, image, null, domain);
        Distance.Answer sooner = distance.answer(any, SHORT);
        for (int target = 0; target < network.labels(); target++) {
          Distance.Question asked = question(network, image, target, domain);
          Distance.Answer answer = distance.answer(asked, SHORT);
          if (answer.open() != null && answer.open().reason() == Reason.TIED) {
            continue;
          }
          if (target == asked.label()) {
            assertThat(answer.bracket()).isEqualTo(Bracket.THERE);
            continue;
          }
          open += hold(asked, answer, session) ? 0 : 1;
          found += answer.bracket().high() == null ? 0 : 1;
          never += answer.bracket().everywhere() ? 1 : 0;
          if (answer.bracket().high() != null) {
            assertThat(answer.bracket().high()).isGreaterThan(low(sooner.bracket()));
          }
        }
      }
    }
    assertThat(found).isGreaterThan(20);
    assertThat(never).isGreaterThan(5);
    assertThat(open).isLessThan(10);
  }

  @Test
  void tiedAndForeignImagesAreRefused() {
    Dense same =
        Dense.of(Tensor.of(Shape.of(2, 1), 1, 1), Tensor.of(Shape.of(2), new double[] {0, 0}));
    Network network = new Network("tied", ElementType.FLOAT32, Shape.of(1), List.of(same));
    Tensor image = Tensor.of(Shape.of(1), 0.5);
    PixelDomain high = new PixelDomain(Rational.ONE, Rational.of(2, 1));
    try (Z3Session session = new Z3Session()) {
      Distance distance = new Distance(session);
      Distance.Answer tied =
          distance.answer(question(network, image, null, PixelDomain.UNIT), Budget.UNLIMITED);
      assertThat(Objects.requireNonNull(tied.open()).reason()).isEqualTo(Reason.TIED);
      assertThat(tied.bracket()).isEqualTo(Bracket.UNKNOWN);
      Network other = network(new Random(3));
      Distance.Answer outside =
          distance.answer(
              question(other, image(new Random(3), other), null, high), Budget.UNLIMITED);
      assertThat(Objects.requireNonNull(outside.open()).reason()).isEqualTo(Reason.OUT_OF_DOMAIN);
    }
    assertThatThrownBy(
            () -> new Distance.Question(network, image, 0, 2, PixelDomain.UNIT, PRECISION))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the network has 2");
    assertThatThrownBy(
            () -> new Distance.Question(network, image, 0, 1, PixelDomain.UNIT, Rational.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Rounds of a few milliseconds, each from what the last one left. */
  @Test
  void bracketsOnlyEverNarrow() {
    try (Z3Session session = new Z3Session()) {
      Distance distance = new Distance(session);
      for (int seed = 0; seed < 20; seed++) {
        Random random = new Random(seed);
        Network network = network(random);
        Distance.Question asked = question(network, image(random, network), null, PixelDomain.UNIT);
        Bracket last = Bracket.UNKNOWN;
        for (int round = 0; round < 4; round++) {
          Budget budget = Budget.of(Duration.ofMillis(round));
          Bracket next =
              distance
                  .answer(
                      asked,
                      last,
                      last.witness() == null ? List.of() : last.witness().witness().changes(),
                      budget)
                  .bracket();
          assertThat(low(next)).isGreaterThanOrEqualTo(low(last));
          if (last.high() != null) {
            assertThat(next.high()).isNotNull();
            assertThat(Objects.requireNonNull(next.high())).isLessThanOrEqualTo(last.high());
            judge(asked, next);
          }
          last = next;
        }
      }
    }
  }

  private static Rational low(Bracket bracket) {
    return bracket.low() == null ? Rational.of(-1, 1) : bracket.low();
  }
}

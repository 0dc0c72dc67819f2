package org.assay.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Reason;
import org.assay.smt.Z3Session;
import org.junit.jupiter.api.Test;

/** Tamper radii by hand, and of tiny networks against Z3 on the plain encoding of each target. */
class TamperRadiusTest {

  private static final Rational PRECISION = Rational.parse("0.001");
  private static final Budget SHORT = Budget.of(Duration.ofSeconds(20));
  private static final int LABELS = 4;

  /** Logits are inputs plus biases. */
  private static final Network IDENTITY =
      new Network(
          "identity",
          ElementType.FLOAT32,
          Shape.of(3),
          List.of(
              Dense.of(
                  Tensor.of(Shape.of(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1),
                  Tensor.of(Shape.of(3), 0, 0, 0))));

  private static Tensor input(double... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static TamperRadius.Question identity(
      List<Tensor> keep, Tensor input, List<Integer> targets) {
    return new TamperRadius.Question(
        IDENTITY,
        keep.stream().map(kept -> Demand.kept(IDENTITY, kept)).toList(),
        input,
        targets,
        FreeBiases.all(IDENTITY),
        Rational.of(4, 1),
        PRECISION);
  }

  private static TamperRadius.Answer answer(TamperRadius.Question question, Budget budget) {
    try (Z3Session session = new Z3Session()) {
      return new TamperRadius(session).answer(question, budget);
    }
  }

  private static void assertRadius(TamperRadius.Answer answer, String radius, int target) {
    assertThat(answer.open()).isNull();
    assertThat(answer.target()).isEqualTo(target);
    Patch patch = Objects.requireNonNull(answer.patch());
    assertThat(answer.low()).isLessThanOrEqualTo(Rational.parse(radius));
    assertThat(patch.size()).isBetween(Rational.parse(radius), answer.low().plus(PRECISION));
  }

  /** Two logits that differ by d meet when both biases have moved by d / 2. */
  @Test
  void twoBiasesMeetHalfWay() {
    Tensor image = input(1, 0.5, 0);
    assertRadius(answer(identity(List.of(), image, List.of(2, 1)), SHORT), "0.25", 1);
    assertRadius(answer(identity(List.of(), image, List.of(2)), SHORT), "0.5", 2);
    assertRadius(answer(identity(List.of(input(0, 1, 0)), image, List.of(1, 2)), SHORT), "0.25", 1);
    // This one stays a 0 only if the bias of label 0 is less than 1/4 below that of label 1.
    Tensor near = input(0.25, 0, 0);
    assertRadius(
        answer(identity(List.of(input(5, 4.75, 0)), image, List.of(1, 2)), SHORT), "0.5", 2);
    TamperRadius.Answer none = answer(identity(List.of(near), image, List.of(1, 2)), SHORT);
    assertThat(none.impossible()).isTrue();
    assertThat(none.low()).isEqualTo(Rational.of(4, 1));
    assertThat(none.patch()).isNull();
    assertThat(none.open()).isNull();
  }

  @Test
  void wrongQuestionsAreRefused() {
    Tensor image = input(1, 0.5, 0);
    assertThatThrownBy(() -> identity(List.of(), image, List.of()))
        .hasMessageContaining("no target");
    assertThatThrownBy(() -> identity(List.of(), image, List.of(1, 1)))
        .hasMessageContaining("named twice");
    assertThatThrownBy(() -> identity(List.of(), image, List.of(0)))
        .hasMessageContaining("target 0 is the input's label");
    assertThatThrownBy(() -> identity(List.of(), image, List.of(3)))
        .hasMessageContaining("wants label 3: the network has 3");
    assertThatThrownBy(() -> identity(List.of(image), image, List.of(1)))
        .hasMessageContaining("is row 0 of the keep set");
  }

  private static Tensor tensor(Random random, Shape shape) {
    boolean coarse = random.nextBoolean();
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = coarse ? random.nextInt(-4, 5) / 4.0 : (float) random.nextGaussian();
    }
    return Tensor.of(shape, values);
  }

  private static TamperRadius.Question question(Random random) {
    List<Layer> layers =
        List.of(
            Dense.of(tensor(random, Shape.of(3, 2)), tensor(random, Shape.of(3))),
            Clip.relu(Shape.of(3)),
            Dense.of(tensor(random, Shape.of(LABELS, 3)), tensor(random, Shape.of(LABELS))));
    Network network = new Network("tiny", ElementType.FLOAT32, Shape.of(2), layers);
    List<Demand> keep = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      keep.add(Demand.kept(network, tensor(random, Shape.of(2))));
    }
    Tensor input = Tensor.of(Shape.of(2), random.nextGaussian(), random.nextGaussian());
    int present = Demand.kept(network, input).label();
    return new TamperRadius.Question(
        network,
        keep,
        input,
        IntStream.range(0, LABELS).filter(label -> label != present).boxed().toList(),
        FreeBiases.all(network),
        Rational.parse("0.4"),
        PRECISION);
  }

  private static BiasPatch.Question to(TamperRadius.Question asked, int target) {
    return new BiasPatch.Question(
        asked.network(),
        asked.keep(),
        List.of(new Demand.Label(asked.input(), target)),
        asked.free(),
        asked.bound(),
        asked.precision());
  }

  /** Holds both ends against the plain encoding of every target. */
  private static void hold(
      TamperRadius.Question asked, TamperRadius.Answer answer, Z3Session session) {
    for (int target : asked.targets()) {
      assertThat(new PatchOracle(to(asked, target)).isPossible(answer.low(), session)).isFalse();
    }
    assertThat(answer.impossible())
        .isEqualTo(answer.patch() == null && answer.low().equals(asked.bound()));
    if (answer.patch() != null) {
      assertThat(to(asked, Objects.requireNonNull(answer.target())).isMetBy(answer.patch()))
          .isTrue();
      assertThat(answer.patch().size()).isBetween(answer.low(), asked.bound());
    }
  }

  @Test
  void bracketsHoldTheInfimumOverAllTargets() {
    int found = 0;
    int impossible = 0;
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 120; seed++) {
        TamperRadius.Question asked = question(new Random(seed));
        TamperRadius.Answer answer = new TamperRadius(session).answer(asked, SHORT);
        hold(asked, answer, session);
        assertThat(answer.open()).isNull();
        if (answer.patch() != null) {
          assertThat(answer.patch().size().minus(answer.low())).isLessThanOrEqualTo(PRECISION);
          found++;
        }
        impossible += answer.impossible() ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(30);
    assertThat(impossible).isGreaterThan(15);
    assertThat(found + impossible).isEqualTo(120);
  }

  @Test
  void littleTimeLeavesARightBracket() {
    int open = 0;
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 40; seed++) {
        TamperRadius.Question asked = question(new Random(seed));
        Budget budget = Budget.of(Duration.ofMillis(seed % 4));
        TamperRadius.Answer answer = new TamperRadius(session).answer(asked, budget);
        hold(asked, answer, session);
        if (answer.open() != null) {
          assertThat(answer.open().reason()).isEqualTo(Reason.TIMEOUT);
          assertThat(answer.open().detail()).startsWith("label ");
          open++;
        }
      }
    }
    assertThat(open).isPositive();
  }
}

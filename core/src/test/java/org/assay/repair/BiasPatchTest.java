package org.assay.repair;

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
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Reason;
import org.assay.smt.Z3Session;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** Brackets of tiny networks against Z3 on the plain encoding ({@link PatchOracle}). */
class BiasPatchTest {

  private static final Rational PRECISION = Rational.parse("0.001");
  private static final Budget SHORT = Budget.of(Duration.ofSeconds(20));

  /** How many brackets ended in which way. */
  private static final class Tally {
    private int found;
    private int impossible;
    private int open;
    private int there;
  }

  private static double number(Random random, boolean coarse) {
    return coarse ? random.nextInt(-4, 5) / 4.0 : (float) random.nextGaussian();
  }

  private static Tensor tensor(Random random, Shape shape, boolean coarse) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(random, coarse);
    }
    return Tensor.of(shape, values);
  }

  private static Dense dense(Random random, int inputs, int outputs, boolean coarse) {
    return Dense.of(
        tensor(random, Shape.of(outputs, inputs), coarse),
        tensor(random, Shape.of(outputs), coarse));
  }

  private static Clip clip(Random random, Shape shape) {
    return switch (random.nextInt(4)) {
      case 0 -> Clip.hardTanh(shape);
      case 1 -> new Clip(shape, -0.5, 0.75);
      default -> Clip.relu(shape);
    };
  }

  static Network denseNetwork(Random random) {
    boolean coarse = random.nextBoolean();
    int width = 1 + random.nextInt(3);
    Shape input = Shape.of(width);
    List<Layer> layers = new ArrayList<>();
    for (int hidden = random.nextInt(3); hidden > 0; hidden--) {
      int units = 2 + random.nextInt(2);
      layers.add(dense(random, width, units, coarse));
      layers.add(clip(random, Shape.of(units)));
      width = units;
    }
    int labels = 2 + random.nextInt(2);
    layers.add(dense(random, width, labels, coarse));
    if (random.nextInt(3) == 0) {
      layers.add(clip(random, Shape.of(labels)));
    }
    return new Network("dense", ElementType.FLOAT32, input, layers);
  }

  static Network convolutional(Random random) {
    boolean coarse = random.nextBoolean();
    Shape input = Shape.of(1, 3, 3);
    Conv conv =
        Conv.of(
            tensor(random, Shape.of(2, 1, 2, 2), coarse),
            tensor(random, Shape.of(2), coarse),
            Conv.Geometry.plain(),
            input);
    int flat = conv.output().size();
    return new Network(
        "convolutional",
        ElementType.FLOAT32,
        input,
        List.of(conv, clip(random, conv.output()), dense(random, flat, 2, coarse)));
  }

  private static FreeBiases free(Random random, Network network) {
    FreeBiases all = FreeBiases.all(network);
    int layer = all.biases().get(random.nextInt(all.size())).bias().layer();
    return switch (random.nextInt(4)) {
      case 0 -> FreeBiases.of(network, bias -> bias.layer() == layer);
      case 1 -> all.limited(layer, Rational.of(1, 4));
      case 2 -> FreeBiases.of(network, bias -> bias.index() != 1 || bias.layer() != layer);
      default -> all;
    };
  }

  static BiasPatch.Question question(Random random, Network network) {
    List<Demand> keep = new ArrayList<>();
    for (int n = random.nextInt(3); n > 0; n--) {
      Tensor input = tensor(random, network.input(), random.nextBoolean());
      keep.add(
          random.nextInt(3) == 0
              ? new Demand.Outputs(input, Rational.of(random.nextInt(1, 4), 2))
              : Demand.kept(network, input));
    }
    Tensor input = tensor(random, network.input(), false);
    Demand.Label present = Demand.kept(network, input);
    int step = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(network.labels() - 1);
    int label = (present.label() + step) % network.labels();
    return new BiasPatch.Question(
        network,
        keep,
        List.of(new Demand.Label(input, label)),
        free(random, network),
        Rational.parse("0.7"),
        PRECISION);
  }

  /** Holds both ends against the oracle. */
  private static void hold(
      BiasPatch.Question asked, BiasPatch.Answer answer, Tally tally, Z3Session session) {
    PatchOracle oracle = new PatchOracle(asked);
    Patch patch = answer.patch();
    if (answer.low() == null) {
      assertThat(oracle.isPossible(Rational.ZERO, session)).isTrue();
      tally.there++;
      return;
    }
    assertThat(oracle.isPossible(answer.low(), session)).isFalse();
    if (answer.impossible()) {
      assertThat(answer.low()).isEqualTo(asked.bound());
      assertThat(patch).isNull();
      tally.impossible++;
    }
    if (patch != null) {
      assertThat(patch.size()).isBetween(answer.low(), asked.bound());
      assertThat(asked.isMetBy(patch)).isTrue();
      assertThat(oracle.isPossible(patch.size(), session)).isTrue();
      tally.found++;
    }
    if (answer.open() != null) {
      tally.open++;
    } else if (patch != null) {
      assertThat(patch.size().minus(answer.low())).isLessThanOrEqualTo(PRECISION);
    }
  }

  @Test
  void bracketsOfDenseNetworksHoldTheInfimum() {
    Tally tally = new Tally();
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 300; seed++) {
        Random random = new Random(seed);
        BiasPatch.Question asked = question(random, denseNetwork(random));
        hold(asked, new BiasPatch(session).answer(asked, SHORT), tally, session);
      }
    }
    assertThat(tally.found).isGreaterThan(100);
    assertThat(tally.impossible).isGreaterThan(100);
    assertThat(tally.there).isPositive();
    assertThat(tally.open).isZero();
  }

  @Test
  void bracketsOfConvolutionsHoldTheInfimum() {
    Tally tally = new Tally();
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 40; seed++) {
        Random random = new Random(seed);
        BiasPatch.Question asked = question(random, convolutional(random));
        hold(asked, new BiasPatch(session).answer(asked, SHORT), tally, session);
      }
    }
    assertThat(tally.found).isGreaterThan(10);
    assertThat(tally.impossible).isGreaterThan(10);
    assertThat(tally.open).isZero();
  }

  /** Two labels with the same weights: outputs that are all zero would be no answer. */
  @Test
  void outputsThatAreAllZeroAreNoPatch() {
    Dense hidden = Dense.of(Tensor.of(Shape.of(1, 1), 1), Tensor.of(Shape.of(1), 1));
    Dense last = Dense.of(Tensor.of(Shape.of(2, 1), 2, 1), Tensor.of(Shape.of(2), 0, 0));
    Network network =
        new Network(
            "zero",
            ElementType.FLOAT32,
            Shape.of(1),
            List.of(hidden, Clip.relu(Shape.of(1)), last, Clip.relu(Shape.of(2))));
    Tensor input = Tensor.of(Shape.of(1), 1);
    BiasPatch.Question asked =
        new BiasPatch.Question(
            network,
            List.of(),
            List.of(new Demand.Label(input, 1)),
            FreeBiases.of(network, bias -> bias.layer() == 0),
            Rational.of(10, 1),
            PRECISION);
    Patch zeroing = new Patch(List.of(new Patch.Change(new Bias(0, 0), Rational.of(-5, 1))));
    assertThat(zeroing.logits(network, input)).containsOnly(Rational.ZERO);
    assertThat(asked.isMetBy(zeroing)).isFalse();
    try (Z3Session session = new Z3Session()) {
      BiasPatch.Answer answer = new BiasPatch(session).answer(asked, SHORT);
      assertThat(answer.impossible()).isTrue();
      assertThat(answer.low()).isEqualTo(Rational.of(10, 1));
    }
  }

  @Test
  void wrongQuestionsAreRefusedByRow() {
    Network network =
        new Network(
            "one", ElementType.FLOAT32, Shape.of(2), List.of(dense(new Random(1), 2, 3, true)));
    Tensor a = Tensor.of(Shape.of(2), 1, 0);
    Tensor b = Tensor.of(Shape.of(2), 0, 1);
    Demand.Label kept = new Demand.Label(b, 0);
    assertRefused(network, List.of(kept, new Demand.Label(a, 0)), List.of(new Demand.Label(a, 1)))
        .hasMessageContaining("row 0 of the change set is row 1 of the keep set");
    assertRefused(network, List.of(kept), List.of(new Demand.Label(a, 1), new Demand.Label(a, 2)))
        .hasMessageContaining("rows 0 and 1 of the change set want labels 1 and 2");
    assertRefused(network, List.of(kept, new Demand.Label(a, 3)), List.of())
        .hasMessageContaining("row 1 of the keep set wants label 3: the network has 3");
    assertRefused(network, List.of(), List.of(new Demand.Label(Tensor.of(Shape.of(1), 1), 0)))
        .hasMessageContaining("row 0 of the change set has 1 values where the network takes 2");
    assertThatThrownBy(() -> FreeBiases.all(network).limited(0, Rational.of(-1, 1)))
        .hasMessageContaining("must not be negative");
    assertThatThrownBy(
            () ->
                new BiasPatch.Question(
                    network,
                    List.of(),
                    List.of(),
                    new FreeBiases(List.of(new FreeBiases.Free(new Bias(0, 3), null))),
                    Rational.ONE,
                    PRECISION))
        .hasMessageContaining("has no Bias[layer=0, index=3]");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Network network, List<Demand.Label> keep, List<Demand.Label> change) {
    return assertThatThrownBy(
            () ->
                new BiasPatch.Question(
                    network, keep, change, FreeBiases.all(network), Rational.ONE, PRECISION))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever the time, both ends are right and there is a reason. */
  @Test
  void littleTimeLeavesARightBracket() {
    int open = 0;
    try (Z3Session session = new Z3Session()) {
      for (int seed = 0; seed < 40; seed++) {
        Random random = new Random(seed);
        BiasPatch.Question asked = question(random, denseNetwork(random));
        Budget budget = Budget.of(Duration.ofMillis(seed % 4));
        BiasPatch.Answer answer = new BiasPatch(session).answer(asked, budget);
        hold(asked, answer, new Tally(), session);
        if (answer.open() != null) {
          assertThat(answer.open().reason()).isEqualTo(Reason.TIMEOUT);
          open++;
        }
      }
    }
    assertThat(open).isPositive();
  }

  /** A patch is run as the network that it makes. */
  @Test
  void patchedNetworksRunAsPatches() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Network network = seed % 2 == 0 ? denseNetwork(random) : convolutional(random);
      List<Patch.Change> changes = new ArrayList<>();
      for (FreeBiases.Free free : FreeBiases.all(network).biases()) {
        float moved = (float) (free.bias().of(network) + random.nextInt(-8, 9) / 8.0);
        Rational by = Rational.of(moved).minus(Rational.of(free.bias().of(network)));
        changes.add(new Patch.Change(free.bias(), by));
      }
      Patch patch = new Patch(changes);
      Tensor input = tensor(random, network.input(), false);
      assertThat(patch.logits(network, input))
          .isEqualTo(ExactSemantics.logits(patch.on(network), input));
    }
    Network network = denseNetwork(new Random(0));
    Patch third = new Patch(List.of(new Patch.Change(new Bias(0, 0), Rational.of(1, 3))));
    assertThatThrownBy(() -> third.on(network)).hasMessageContaining("which is no FLOAT32");
    assertThat(Objects.requireNonNull(third.size())).isEqualTo(Rational.of(1, 3));
  }
}

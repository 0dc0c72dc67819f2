package org.assay.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assay.RandomNetworks;
import org.assay.exact.Rational;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderedSemanticsTest {

  private static Network sum(ElementType type, double bias, double... weights) {
    int inputs = weights.length;
    return new Network(
        "sum",
        type,
        Shape.of(inputs),
        List.of(Dense.of(Tensor.of(Shape.of(1, inputs), weights), Tensor.of(Shape.of(1), bias))));
  }

  private static Tensor ones(int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    return Tensor.of(Shape.of(size), ones);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void isNearTheExactRun(ElementType type) {
    for (int seed = 0; seed < 100; seed++) {
      RandomNetworks random = new RandomNetworks(seed, type);
      Network network = seed % 2 == 0 ? random.convolutional() : random.dense();
      Tensor image = random.image(network);
      double[] ordered = OrderedSemantics.logits(network, image);
      Rational[] exact = ExactSemantics.logits(network, image);
      double tolerance = type == ElementType.FLOAT32 ? 1e-3 : 1e-12;
      for (int label = 0; label < ordered.length; label++) {
        double reference = exact[label].nearestDouble();
        assertThat(Math.abs(ordered[label] - reference))
            .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(reference)));
      }
    }
  }

  @Test
  void roundsEachOperationAsFloatArithmeticDoes() {
    Random random = new Random(1);
    for (int n = 0; n < 100_000; n++) {
      float[] w = new float[4];
      float[] x = new float[4];
      double[] weights = new double[4];
      double[] values = new double[4];
      for (int i = 0; i < 4; i++) {
        weights[i] = w[i] = Float.intBitsToFloat(random.nextInt() & 0xbfffffff);
        values[i] = x[i] = Float.intBitsToFloat(random.nextInt() & 0xbfffffff);
      }
      float bias = w[0] * x[1];
      float expected = 0 + w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + w[3] * x[3] + bias;
      double[] logits =
          OrderedSemantics.logits(
              sum(ElementType.FLOAT32, bias, weights), Tensor.of(Shape.of(4), values));
      assertThat(logits[0]).isEqualTo((double) expected);
    }
  }

  @Test
  void addsProductsByAscendingIndexAndTheBiasLast() {
    // 2^24 + 1 is 2^24 in float32, so the order of additions shows.
    Network network = sum(ElementType.FLOAT32, 1, 0x1p24, 1, -0x1p24);
    assertThat(OrderedSemantics.logits(network, ones(3))[0]).isEqualTo(1);
    OrderedSemantics first = new OrderedSemantics(ElementType.FLOAT32, BiasOrder.FIRST);
    assertThat(first.run(network, ones(3))[0]).isZero();
    assertThat(ExactSemantics.logits(network, ones(3))[0]).isEqualTo(Rational.of(2));
  }

  @Test
  void theLabelIsTheLowestIndexAmongTheLargest() {
    assertThat(OrderedSemantics.label(new double[] {1, 3, 3, 2})).isEqualTo(1);
    assertThatThrownBy(() -> OrderedSemantics.label(new double[] {1, Double.NaN}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("logit 1 is NaN");
    Network overflow = sum(ElementType.FLOAT32, 0, 0x1p127, 0x1p127);
    assertThatThrownBy(() -> OrderedSemantics.label(OrderedSemantics.logits(overflow, ones(2))))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("Infinity");
  }
}

package org.assay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.assay.RandomNetworks;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways of adding up, on sums in which each of them gives another number. */
class LaneSemanticsTest {

  private static final int NETWORKS = 200;

  private static double sum(Summation how, double bias, double... weights) {
    return sum(how, bias, weights, Tensor.of(Shape.of(weights.length), ones(weights.length)));
  }

  private static double sum(Summation how, double bias, double[] weights, Tensor input) {
    Dense layer =
        Dense.of(Tensor.of(Shape.of(1, weights.length), weights), Tensor.of(Shape.of(1), bias));
    Network one =
        new Network("one sum", ElementType.FLOAT32, input.shape(), java.util.List.of(layer));
    return new LaneSemantics(ElementType.FLOAT32, how).run(one, input)[0];
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void theOrderIsWhatItSays() {
    // 2^24 + 1 is no float: one added to it is lost, two are not.
    assertThat(sum(Summation.BIAS_LAST, 1, 0x1p24, 1)).isEqualTo(0x1p24);
    assertThat(sum(Summation.BIAS_FIRST, 1, 1, 0x1p24)).isEqualTo(0x1p24 + 2);
    assertThat(sum(Summation.BIAS_LAST, 0, 0x1p24, 1, 1, 0)).isEqualTo(0x1p24);
    assertThat(sum(Summation.PAIRWISE, 0, 0x1p24, 0, 1, 1)).isEqualTo(0x1p24 + 2);
    assertThat(sum(Summation.PAIRWISE, 0, 0x1p24, 1, 1)).isEqualTo(0x1p24 + 2);
    assertThat(sum(Summation.PAIRWISE, 0, 1, 1, 0x1p24)).isEqualTo(0x1p24);
  }

  @Test
  void aFusedProductIsNotRounded() {
    double x = 1 + 0x1p-23;
    double[] weights = {-1, x};
    Tensor input = Tensor.of(Shape.of(2), (double) (float) (x * x), x);
    assertThat(sum(Summation.BIAS_LAST, 0, weights, input)).isZero();
    assertThat(sum(Summation.FUSED, 0, weights, input)).isEqualTo(0x1p-46);
  }

  @Test
  void subnormalNumbersAreFlushed() {
    Tensor small = Tensor.of(Shape.of(1), 0x1p-130);
    assertThat(sum(Summation.BIAS_LAST, 0, new double[] {0x1p10}, small)).isEqualTo(0x1p-120);
    assertThat(sum(Summation.FLUSHED, 0, new double[] {0x1p10}, small)).isZero();
    Tensor normal = Tensor.of(Shape.of(1), 0x1p-126);
    assertThat(sum(Summation.FLUSHED, 0, new double[] {0.5}, normal)).isZero();
    assertThat(sum(Summation.FLUSHED, 0x1p-126, new double[] {1.5}, normal))
        .isEqualTo(2.5 * 0x1p-126);
    assertThat(sum(Summation.FLUSHED, -0x1p-126, new double[] {1.5}, normal)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void theStatedOrdersAreThoseOfTheFold(ElementType type) {
    RandomNetworks drawn = new RandomNetworks(5, type);
    for (int n = 0; n < NETWORKS; n++) {
      Network network = n % 4 == 0 ? drawn.convolutional() : drawn.dense();
      Tensor image = drawn.image(network);
      for (BiasOrder order : BiasOrder.values()) {
        Summation how = order == BiasOrder.LAST ? Summation.BIAS_LAST : Summation.BIAS_FIRST;
        assertThat(new LaneSemantics(type, how).run(network, image))
            .isEqualTo(new OrderedSemantics(type, order).run(network, image));
      }
    }
  }

  /** A cast to float32 is what the rounded network gives. */
  @Test
  void anotherTypeIsACast() {
    RandomNetworks drawn = new RandomNetworks(6, ElementType.FLOAT64);
    Network network = drawn.dense();
    Tensor image = drawn.image(network);
    double[] cast = new LaneSemantics(ElementType.FLOAT32, Summation.BIAS_LAST).run(network, image);
    double[] own = new LaneSemantics(ElementType.FLOAT64, Summation.BIAS_LAST).run(network, image);
    assertThat(cast).isNotEqualTo(own);
    for (double logit : cast) {
      assertThat(logit).isEqualTo((float) logit);
    }
  }
}

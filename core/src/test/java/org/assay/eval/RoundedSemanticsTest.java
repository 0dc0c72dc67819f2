package org.assay.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assay.RandomNetworks;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.Affine;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/** Rounded rationals against the machine's own floats. */
class RoundedSemanticsTest {

  @Test
  void inTheElementTypesFormatItIsTheStatedOrder() {
    for (ElementType type : ElementType.values()) {
      FloatFormat format = type == ElementType.FLOAT32 ? FloatFormat.FLOAT32 : FloatFormat.FLOAT64;
      for (int seed = 0; seed < 300; seed++) {
        RandomNetworks random = new RandomNetworks(seed, type);
        Network network = seed % 5 == 0 ? random.convolutional() : random.dense();
        Tensor image = random.image(network);
        double[] expected = OrderedSemantics.logits(network, image);
        Rational[] logits =
            new RoundedSemantics(format).logits(network, ExactSemantics.exact(image));
        for (int i = 0; i < expected.length; i++) {
          assertThat(logits[i]).as("seed " + seed).isEqualTo(Rational.of(expected[i]));
        }
      }
    }
  }

  @Test
  void overflowIsNoNumber() {
    Shape one = Shape.of(1);
    Network network =
        new Network(
            "overflow",
            ElementType.FLOAT32,
            one,
            List.of(Affine.of(Tensor.of(one, 0x1p100), Tensor.of(one, 0.0))));
    RoundedSemantics floats = new RoundedSemantics(FloatFormat.FLOAT32);
    Rational[] input = {Rational.of(0x1p100)};
    assertThatThrownBy(() -> floats.logits(network, input)).isInstanceOf(ArithmeticException.class);
  }
}

package org.assay.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/** Rounding of long sums whose terms cancel, against exact sums of the same moved inputs. */
class LaneRunTest {

  private static final int SUMS = 20_000;

  private final Random random = new Random(31);

  private Network sum(int products) {
    double[] weights = new double[products];
    for (int i = 0; i < products; i++) {
      int scale = random.nextInt(8) == 0 ? random.nextInt(20) : -random.nextInt(3);
      weights[i] = (float) Math.scalb(random.nextDouble() - 0.5, scale);
    }
    double bias = (float) Math.scalb(random.nextDouble() - 0.5, random.nextInt(12));
    return new Network(
        "sum",
        ElementType.FLOAT32,
        Shape.of(products),
        List.of(Dense.of(Tensor.of(Shape.of(1, products), weights), Tensor.of(Shape.of(1), bias))));
  }

  private Tensor floats(int size, double width, Tensor about) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (about.at(i) + width * (random.nextDouble() - 0.5));
    }
    return Tensor.of(Shape.of(size), values);
  }

  /** The error at a moved input over its bound. */
  private double used(Network network, Tensor image, Tensor moved, BiasOrder order) {
    BaseRun.Rounding rounding =
        Objects.requireNonNull(new LaneRun(BoundedNetwork.of(network), image, order).rounding(0));
    double movement = 0;
    Dense dense = (Dense) network.layers().get(0);
    for (int i = 0; i < image.size(); i++) {
      movement += Math.abs(dense.weight().at(i)) * Math.abs(moved.at(i) - image.at(i));
    }
    double computed = new OrderedSemantics(ElementType.FLOAT32, order).run(network, moved)[0];
    Rational error = Rational.of(computed).minus(ExactSemantics.logits(network, moved)[0]).abs();
    double bound = rounding.radius()[0] + rounding.unit()[0] * movement * (1 + 0x1p-30);
    return error.nearestDouble() / bound;
  }

  @Test
  void errorsOfMovedSumsStayWithinTheirBoundsAndComeNear() {
    double most = 0;
    for (int n = 0; n < SUMS; n++) {
      int products = 1 + random.nextInt(n % 10 == 0 ? 400 : 6);
      Network network = sum(products);
      Tensor image = floats(products, 1, Tensor.of(Shape.of(products), new double[products]));
      Tensor moved = floats(products, n % 3 == 0 ? 0 : Math.scalb(1, -random.nextInt(30)), image);
      BiasOrder order = n % 2 == 0 ? BiasOrder.LAST : BiasOrder.FIRST;
      double used = used(network, image, moved, order);
      assertThat(used).as("sum %d", n).isLessThanOrEqualTo(1);
      most = Math.max(most, used);
    }
    assertThat(most).isGreaterThan(0.4);
  }
}

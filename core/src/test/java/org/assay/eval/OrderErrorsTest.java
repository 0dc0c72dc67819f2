package org.assay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assay.RandomTrees;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Shape;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds of rounding against random trees of additions, in rationals. */
class OrderErrorsTest {

  private static final int SUMS = 4_000;
  private static final int TREES = 20;

  @ParameterizedTest
  @EnumSource
  void noTreeLeavesTheBounds(ElementType type) {
    assertThat(exceeded(type, 1)).isZero();
  }

  /** Bounds that are too small are noticed, so that the test above can fail. */
  @ParameterizedTest
  @EnumSource
  void someTreeLeavesAThirdOfTheBounds(ElementType type) {
    assertThat(exceeded(type, 0.3)).isPositive();
  }

  /** How many sums lie further from the exact one than a share of the bound. */
  private static int exceeded(ElementType type, double share) {
    Random random = new Random(3);
    OrderErrors errors = new OrderErrors(type, share);
    int exceeded = 0;
    for (int n = 0; n < SUMS; n++) {
      int products = n % 2 == 0 ? 1 + random.nextInt(3) : 1 + random.nextInt(40);
      int scale = n % 5 == 0 ? smallest(type) / 2 - random.nextInt(20) : random.nextInt(8);
      SparseRows rows = row(type, random, products, scale);
      double[] input = new double[products];
      double[] magnitude = new double[products];
      for (int i = 0; i < products; i++) {
        input[i] = type.round(Math.scalb(random.nextGaussian(), scale));
        magnitude[i] = Math.abs(input[i]);
      }
      double bound = errors.linear(rows, magnitude, new double[products])[0];
      Rational exact = ExactSemantics.row(rows, 0, exactly(input));
      RandomTrees trees = new RandomTrees(type, n);
      for (int t = 0; t < TREES; t++) {
        Rational off = Rational.of(trees.sum(rows, 0, input)).minus(exact).abs();
        exceeded += off.compareTo(Rational.of(bound)) > 0 ? 1 : 0;
      }
    }
    return exceeded;
  }

  /** The exponent of the smallest positive number. */
  private static int smallest(ElementType type) {
    return type == ElementType.FLOAT32 ? -149 : -1074;
  }

  private static SparseRows row(ElementType type, Random random, int products, int scale) {
    double[] weights = new double[products];
    for (int i = 0; i < products; i++) {
      weights[i] = type.round(Math.scalb(random.nextGaussian(), scale));
    }
    double bias = type.round(Math.scalb(random.nextGaussian(), 2 * scale));
    return Dense.of(Tensor.of(Shape.of(1, products), weights), Tensor.of(Shape.of(1), bias)).rows();
  }

  private static Rational[] exactly(double[] values) {
    return ExactSemantics.exact(Tensor.of(Shape.of(values.length), values));
  }

  @Test
  void sumsThatMightOverflowHaveNoBound() {
    OrderErrors errors = new OrderErrors(ElementType.FLOAT32);
    SparseRows rows =
        Dense.of(Tensor.of(Shape.of(1, 2), 0x1p100, -0x1p100), Tensor.of(Shape.of(1), 0)).rows();
    double[] none = {0, 0};
    assertThat(errors.linear(rows, new double[] {1, 1}, none)[0]).isFinite();
    assertThat(errors.linear(rows, new double[] {0x1p27, 1}, none)[0]).isInfinite();
    assertThat(errors.linear(rows, none, new double[] {Double.POSITIVE_INFINITY, 0})[0])
        .isInfinite();
  }

  @Test
  void unitsThatStayOffAreExact() {
    OrderErrors errors = new OrderErrors(ElementType.FLOAT32);
    double[] off =
        errors.clip(
            Clip.relu(Shape.of(3)),
            new double[] {-3, -3, 1},
            new double[] {-1, -0.25, 2},
            new double[] {0.5, 0.5, 0.5});
    assertThat(off[0]).isZero();
    assertThat(off[1]).isBetween(0.25, 0.2501);
    assertThat(off[2]).isBetween(0.5, 0.5001);
  }
}

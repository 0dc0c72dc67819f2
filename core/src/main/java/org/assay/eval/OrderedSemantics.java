package org.assay.eval;

import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * ORDERED: a network run in its element type in the stated order. Products are added by ascending
 * input index, each operation is rounded once to nearest, ties to even, none is fused, and the bias
 * comes last unless asked otherwise. States are flat arrays of members of the element type, held as
 * doubles.
 *
 * <p>Float32 is computed in double and rounded after each operation, which is the correctly rounded
 * float32 result: the product of two floats has at most 48 digits and is exact in double; of a sum,
 * rounding first to 53 and then to 24 digits equals rounding once, because 53 &gt;= 2 * 24 + 2 (S.
 * Figueroa, When is double rounding innocuous?, 1995, doi:10.1145/221332.221334). A sum so small
 * that its float32 is subnormal is exact in both, and the bound of overflow is a midpoint like any
 * other.
 *
 * <p>Overflow gives infinities and NaN as IEEE 754 says; {@link #label} reports them. Immutable.
 */
public final class OrderedSemantics implements Semantics<double[]> {

  private final ElementType type;
  private final BiasOrder order;

  public OrderedSemantics(ElementType type, BiasOrder order) {
    this.type = type;
    this.order = order;
  }

  /** The stated order: bias last. */
  public static OrderedSemantics of(ElementType type) {
    return new OrderedSemantics(type, BiasOrder.LAST);
  }

  /** The logits of an image, whose values are first rounded to the network's element type. */
  public static double[] logits(Network network, Tensor image) {
    return of(network.elementType()).run(network, image);
  }

  /** The logits of an image, whose values are first rounded to the element type. */
  public double[] run(Network network, Tensor image) {
    double[] state = image.toDoubles();
    for (int i = 0; i < state.length; i++) {
      state[i] = type.round(state[i]);
    }
    return network.run(this, state);
  }

  /**
   * The label: the lowest index among the largest logits.
   *
   * @throws ArithmeticException if a logit is infinite or not a number
   */
  public static int label(double[] logits) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!Double.isFinite(logits[i])) {
        throw new ArithmeticException(
            "logit " + i + " is " + logits[i] + ": the run left the range of its numbers");
      }
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  @Override
  public double[] linear(Linear layer, double[] input) {
    SparseRows rows = layer.rows();
    double[] output = new double[rows.rows()];
    for (int r = 0; r < output.length; r++) {
      output[r] = sum(rows, r, input);
    }
    return output;
  }

  /** One sum of a linear map, in the stated order. */
  public double sum(SparseRows rows, int row, double[] input) {
    double sum = order == BiasOrder.FIRST ? rows.bias(row) : 0;
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      sum = type.round(sum + type.round(rows.weight(k) * input[rows.column(k)]));
    }
    return order == BiasOrder.LAST ? type.round(sum + rows.bias(row)) : sum;
  }

  /**
   * The magnitudes of all numbers that {@link #sum} goes through, from the first product to the
   * result, added up; within a few roundings in doubles.
   */
  public double partials(SparseRows rows, int row, double[] input) {
    double sum = order == BiasOrder.FIRST ? rows.bias(row) : 0;
    double magnitudes = Math.abs(sum);
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      sum = type.round(sum + type.round(rows.weight(k) * input[rows.column(k)]));
      magnitudes += rows.weight(k) == 0 ? 0 : Math.abs(sum);
    }
    return order == BiasOrder.LAST ? magnitudes + Math.abs(sum + rows.bias(row)) : magnitudes;
  }

  @Override
  public double[] clip(Clip layer, double[] input) {
    double[] output = new double[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = type.round(layer.apply(input[i]));
    }
    return output;
  }
}

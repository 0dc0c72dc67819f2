package org.assay.eval;

import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * A network run in an element type, its own or another, with sums computed in a stated way. Numbers
 * of the network and of the image are first rounded to the type, which changes none of the
 * network's own: with another type the network is cast. Each operation is rounded once to nearest,
 * ties to even; see {@link OrderedSemantics} for why doubles may stand for floats. Whether a sum is
 * subnormal is asked of the rounded one. Overflow gives infinities and NaN. Immutable.
 */
public final class LaneSemantics implements Semantics<double[]> {

  private final ElementType type;
  private final Summation how;
  private final double leastNormal;

  public LaneSemantics(ElementType type, Summation how) {
    this.type = type;
    this.how = how;
    this.leastNormal = type == ElementType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  /** The logits of an image. */
  public double[] run(Network network, Tensor image) {
    double[] state = image.toDoubles();
    for (int i = 0; i < state.length; i++) {
      state[i] = number(state[i]);
    }
    return network.run(this, state);
  }

  /** A number as an operation reads or leaves it. */
  private double number(double value) {
    double rounded = type.round(value);
    boolean flushed = how == Summation.FLUSHED && Math.abs(rounded) < leastNormal;
    return flushed ? Math.copySign(0, rounded) : rounded;
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

  /** One sum of a linear map. */
  public double sum(SparseRows rows, int row, double[] input) {
    double bias = number(rows.bias(row));
    return switch (how) {
      case BIAS_LAST, FLUSHED -> number(oneByOne(rows, row, input, 0) + bias);
      case BIAS_FIRST -> oneByOne(rows, row, input, bias);
      case PAIRWISE -> number(halves(rows, rows.start(row), rows.start(row + 1), input) + bias);
      case FUSED -> number(fused(rows, row, input) + bias);
    };
  }

  private double oneByOne(SparseRows rows, int row, double[] input, double from) {
    double sum = from;
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      sum = number(sum + product(rows, k, input));
    }
    return sum;
  }

  private double product(SparseRows rows, int k, double[] input) {
    return number(number(rows.weight(k)) * input[rows.column(k)]);
  }

  private double halves(SparseRows rows, int from, int to, double[] input) {
    if (to - from < 2) {
      return from == to ? 0 : product(rows, from, input);
    }
    int middle = (from + to) >>> 1;
    return number(halves(rows, from, middle, input) + halves(rows, middle, to, input));
  }

  private double fused(SparseRows rows, int row, double[] input) {
    double sum = 0;
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      sum = fused(number(rows.weight(k)), input[rows.column(k)], sum);
    }
    return sum;
  }

  private double fused(double weight, double x, double sum) {
    return type == ElementType.FLOAT32
        ? Math.fma((float) weight, (float) x, (float) sum)
        : Math.fma(weight, x, sum);
  }

  @Override
  public double[] clip(Clip layer, double[] input) {
    double[] output = new double[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = number(layer.apply(input[i]));
    }
    return output;
  }
}

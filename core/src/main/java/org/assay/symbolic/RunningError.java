package org.assay.symbolic;

import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products in double with a bound of their error that is computed along with them: the
 * running error analysis of N. J. Higham, Accuracy and Stability of Numerical Algorithms, second
 * edition, 2002, section 3.3.
 *
 * <p><b>Computed.</b> For exact inputs {@code x[i]} known as {@code v[i]} with {@code abs(v[i] -
 * x[i]) <= d[i]}: {@code p = fl(w * v)} for each product, {@code s = fl(s + p)} for each sum from 0
 * on, {@code s = fl(s + b)} for a bias.
 *
 * <p><b>Bound.</b> Let u = 2^-53 and h = 2^-1075, half the smallest positive double. Rounding to
 * nearest gives {@code abs(p - w * v) <= u * abs(p) + h} and {@code abs(fl(s + p) - (s + p)) <= u *
 * abs(fl(s + p))}, as additions never underflow inexactly; an addition to zero is exact. So the
 * computed sum of m products differs from the exact one by at most
 *
 * <pre>  B = sum of (abs(w) d + u abs(p) + h) + sum over additions of u abs(s).</pre>
 *
 * <p><b>The bound's own rounding.</b> B is a sum of terms that are not negative. Each of them
 * passes through at most m + 6 roundings of relative size u, and products lose at most h each to
 * underflow: 3 h for each product of the sum and 2 h at the end, so that with the h of B itself 4 m
 * + 2 of them are to be made up for. {@link #TINY} = 8 h is added for each product, and the end
 * multiplied by {@link #INFLATION} = 1 + 2^-22, which is more than (1 - u)^-(m + 6) for m up to
 * 2^28, the largest size of a shape.
 *
 * <p><b>Exact products.</b> The product of two float32 numbers has at most 48 digits and its
 * exponent lies far above the underflow of doubles; then neither {@code u * abs(p)} nor TINY is
 * charged, and an error of zero means exact.
 *
 * <p><b>Overflow.</b> An operation whose result is infinite or not a number makes the bound
 * infinite or not a number, and so it stays: such a bound says nothing, and nothing false.
 *
 * <p>The order of additions is that of ascending inputs. Immutable.
 */
public final class RunningError {

  /** The unit roundoff u of double. */
  public static final double UNIT = 0x1p-53;

  /** Makes up for the relative rounding of a bound itself. */
  public static final double INFLATION = 1 + 0x1p-22;

  /** Makes up for the underflow of a product and of its part in the bound: 8 h. */
  public static final double TINY = 0x1p-1072;

  private final double unit;

  /**
   * A bound with another constant in the place of u, by which a test shows that u is not too large.
   */
  RunningError(double unit) {
    this.unit = unit;
  }

  /** The proved bound. */
  static RunningError proved() {
    return new RunningError(UNIT);
  }

  /**
   * A linear map of approximations, without its bias.
   *
   * @param byInput the map by columns: row {@code i} lists the outputs that input {@code i} feeds
   * @param floats whether all weights are float32 numbers
   */
  Approximation map(SparseRows byInput, boolean floats, Approximation x) {
    double[] sum = new double[byInput.columns()];
    double[] error = new double[byInput.columns()];
    boolean exact = floats && x.isFloat();
    double productUnit = exact ? 0 : unit;
    double tiny = exact ? 0 : TINY;
    for (int i = 0; i < x.size(); i++) {
      if (x.isZero(i)) {
        continue;
      }
      double v = x.value[i];
      double d = x.error[i];
      for (int k = byInput.start(i); k < byInput.start(i + 1); k++) {
        double w = byInput.weight(k);
        if (w == 0) {
          continue;
        }
        int r = byInput.column(k);
        double p = w * v;
        double before = sum[r];
        double after = before + p;
        double added = before == 0 ? 0 : unit * Math.abs(after);
        error[r] += Math.abs(w) * d + (productUnit * Math.abs(p) + added + tiny);
        sum[r] = after;
      }
    }
    for (int r = 0; r < error.length; r++) {
      error[r] *= INFLATION;
    }
    return new Approximation(sum, error);
  }

  /** Adds the biases of a map to its sums, in place. */
  Approximation plusBias(SparseRows byOutput, Approximation sum) {
    for (int r = 0; r < sum.size(); r++) {
      double bias = byOutput.bias(r);
      if (bias == 0) {
        continue;
      }
      double before = sum.value[r];
      double after = before + bias;
      if (before != 0) {
        sum.error[r] = (sum.error[r] + unit * Math.abs(after)) * INFLATION;
      }
      sum.value[r] = after;
    }
    return sum;
  }

  /**
   * One linear map of many columns at once, without its bias; the columns lie innermost.
   *
   * @param rows output {@code r} is the sum of {@code weight * inputs[column]}
   * @param exactProducts whether weights and inputs are exactly float32 numbers
   * @param inputs one row of columns for each input; null for a row of zeros
   * @param columns how many columns there are
   */
  Approximation[] map(
      SparseRows rows, boolean exactProducts, @Nullable Approximation[] inputs, int columns) {
    Approximation[] outputs = new Approximation[rows.rows()];
    double productUnit = exactProducts ? 0 : unit;
    for (int r = 0; r < outputs.length; r++) {
      Approximation sum = Approximation.exact(new double[columns]);
      int terms = 0;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        Approximation input = inputs[rows.column(k)];
        if (input == null || rows.weight(k) == 0) {
          continue;
        }
        if (terms == 0) {
          begin(rows.weight(k), input, productUnit, sum);
        } else {
          add(rows.weight(k), input, productUnit, sum);
        }
        terms++;
      }
      double tiny = exactProducts ? 0 : terms * TINY;
      for (int p = 0; p < columns; p++) {
        sum.error[p] = sum.error[p] * INFLATION + tiny;
      }
      outputs[r] = sum;
    }
    return outputs;
  }

  /** Sets sums to their first product. */
  private static void begin(
      double weight, Approximation input, double productUnit, Approximation sum) {
    double magnitude = Math.abs(weight);
    double[] v = input.value;
    double[] d = input.error;
    double[] s = sum.value;
    double[] e = sum.error;
    for (int p = 0; p < s.length; p++) {
      double product = weight * v[p];
      s[p] = product;
      e[p] = magnitude * d[p] + productUnit * Math.abs(product);
    }
  }

  private void add(double weight, Approximation input, double productUnit, Approximation sum) {
    double magnitude = Math.abs(weight);
    double sumUnit = unit;
    double[] v = input.value;
    double[] d = input.error;
    double[] s = sum.value;
    double[] e = sum.error;
    for (int p = 0; p < s.length; p++) {
      double product = weight * v[p];
      double after = s[p] + product;
      e[p] += magnitude * d[p] + (productUnit * Math.abs(product) + sumUnit * Math.abs(after));
      s[p] = after;
    }
  }
}

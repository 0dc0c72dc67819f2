package org.assay.eval;

import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.SparseRows;

/**
 * How far the numbers of a run in an element type can lie from the exact ones, whatever the order
 * and grouping of each sum: ANY_ORDER.
 *
 * <p>A sum of n products whose weights are not zero, and a bias, lies within {@code g (sum |w| |x'|
 * + |b|) + n s} of the exact sum of the same computed inputs x', {@code g = (n + 2) u / (1 - (n +
 * 2) u)}, u the unit roundoff (2^-24, or 2^-53 for float64) and s the smallest positive number
 * (half of it a product that underflows, twice what is needed to first order): each product goes
 * through at most n + 1 roundings and one more where sums are held in a wider type (N. Higham,
 * Accuracy and Stability of Numerical Algorithms, 2002, section 3.1). So every tree of additions is
 * covered, with any of the products fused, in the element type or wider with one rounding at the
 * end; a number may even be computed more than once, each time otherwise. What the inputs
 * themselves are off adds {@code sum |w| error}, and |x'| is at most |x| plus it. A clip moves
 * numbers no further apart. Round to nearest and gradual underflow are taken for granted; where a
 * sum might overflow the bound is infinite.
 *
 * <p>Not covered: TF32, bf16, Winograd and Fourier convolutions, flush-to-zero, and rewritten
 * graphs with other weights.
 *
 * <p>The bounds are computed in doubles from terms none of which is negative, at most 2^28 of them;
 * the factor 1 + 2^-20 makes up for their rounding, 2 n times the smallest double for underflow.
 * Immutable.
 */
public final class OrderErrors {

  private static final double INFLATION = 1 + 0x1p-20;

  private final ElementType type;
  private final double roundoff;
  private final double smallest;
  private final double largest;
  private final double share;

  public OrderErrors(ElementType type) {
    this(type, 1);
  }

  /**
   * Bounds of a share of the roundings.
   *
   * @param share 1, but for a test that shows that all of them are needed
   */
  OrderErrors(ElementType type, double share) {
    boolean single = type == ElementType.FLOAT32;
    this.type = type;
    this.roundoff = single ? 0x1p-24 : 0x1p-53;
    this.smallest = single ? Float.MIN_VALUE : Double.MIN_VALUE;
    this.largest = single ? Float.MAX_VALUE : Double.MAX_VALUE;
    this.share = share;
  }

  /**
   * Of inputs that are rounded to the type before the run.
   *
   * @param magnitude no less than that of each exact input
   */
  public double[] inputs(double[] magnitude) {
    double[] error = new double[magnitude.length];
    for (int i = 0; i < error.length; i++) {
      error[i] = share * (roundoff * magnitude[i] * INFLATION + smallest);
    }
    return error;
  }

  /**
   * Of the sums of a linear layer.
   *
   * @param magnitude no less than that of each exact input
   * @param error no less than how far each computed input is off
   */
  public double[] linear(SparseRows rows, double[] magnitude, double[] error) {
    double[] off = new double[rows.rows()];
    for (int r = 0; r < off.length; r++) {
      double inherited = 0;
      double sizes = Math.abs(rows.bias(r));
      int products = 0;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        double weight = Math.abs(rows.weight(k));
        if (weight != 0) {
          inherited += weight * error[rows.column(k)];
          sizes += weight * (magnitude[rows.column(k)] + error[rows.column(k)]);
          products++;
        }
      }
      off[r] = off(products, sizes, inherited);
    }
    return off;
  }

  /**
   * Of one sum of exact inputs.
   *
   * @param products how many are not zero; a sum of none is its bias
   * @param sizes no less than the magnitudes of all products and the bias, added up
   */
  public double rounding(int products, double sizes) {
    return products == 0 ? 0 : off(products, sizes, 0);
  }

  private double off(int products, double sizes, double inherited) {
    double n = (products + 2) * roundoff;
    boolean fits = n < 0.5 && 4 * sizes < largest;
    if (!fits || !(inherited < largest)) {
      return Double.POSITIVE_INFINITY;
    }
    double rounding = n / (1 - n) * sizes + products * smallest;
    return (share * rounding + inherited) * INFLATION + 2.0 * products * Double.MIN_VALUE;
  }

  /**
   * Of a clip's outputs.
   *
   * @param low no more than each exact input; likewise {@code high} no less
   * @param error no less than how far each computed input is off
   */
  public double[] clip(Clip clip, double[] low, double[] high, double[] error) {
    double ends = Math.max(rounding(clip.low()), rounding(clip.high()));
    double[] off = new double[error.length];
    for (int i = 0; i < off.length; i++) {
      double up = clip.apply(Math.nextUp(high[i] + error[i]));
      double down = clip.apply(Math.nextDown(low[i] - error[i]));
      double range = up > down ? Math.nextUp(up - down) : 0;
      double both = (Math.min(error[i], range) + ends) * INFLATION;
      off[i] = Double.isFinite(error[i]) ? both : Double.POSITIVE_INFINITY;
    }
    return off;
  }

  /** How far a clip's end is from the member of the type that stands for it. */
  private double rounding(double end) {
    return Double.isFinite(end) ? Math.abs(type.round(end) - end) : 0;
  }
}

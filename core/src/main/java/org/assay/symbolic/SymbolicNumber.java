package org.assay.symbolic;

import java.util.Arrays;
import org.assay.exact.Rational;

/**
 * A number of a concolic run: its value, and its coefficients with respect to every pixel along the
 * path taken (the paper's {@code s} and {@code coef}). All are exact.
 */
public final class SymbolicNumber {

  private final Rational value;
  private final Rational[] coefficients;

  SymbolicNumber(Rational value, Rational[] coefficients) {
    this.value = value;
    this.coefficients = coefficients;
  }

  /** A number that depends on no pixel. */
  static SymbolicNumber constant(Rational value, int pixels) {
    Rational[] zeros = new Rational[pixels];
    Arrays.fill(zeros, Rational.ZERO);
    return new SymbolicNumber(value, zeros);
  }

  /** The pixel itself. */
  static SymbolicNumber pixel(Rational value, int pixel, int pixels) {
    SymbolicNumber number = constant(value, pixels);
    number.coefficients[pixel] = Rational.ONE;
    return number;
  }

  public Rational value() {
    return value;
  }

  public Rational coefficient(int pixel) {
    return coefficients[pixel];
  }

  int pixels() {
    return coefficients.length;
  }

  /** This number plus a multiple of another. */
  SymbolicNumber plus(Rational factor, SymbolicNumber other) {
    Rational[] sum = coefficients.clone();
    for (int p = 0; p < sum.length; p++) {
      if (other.coefficients[p].signum() != 0) {
        sum[p] = sum[p].plus(factor.times(other.coefficients[p]));
      }
    }
    return new SymbolicNumber(value.plus(factor.times(other.value)), sum);
  }
}

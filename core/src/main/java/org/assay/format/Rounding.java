package org.assay.format;

import java.math.BigDecimal;
import java.math.MathContext;
import org.assay.exact.Rational;
import org.assay.network.ElementType;

/** Numbers that an import computes, rounded once, to nearest and ties to even. */
final class Rounding {

  /** Digits of intermediate results that are not rational; their error is far below any ulp. */
  private static final MathContext DIGITS = new MathContext(60);

  private Rounding() {}

  /** {@code a / b} for finite a and finite b other than 0; infinite if too large. */
  static double quotient(double a, double b, ElementType type) {
    return type == ElementType.FLOAT64
        ? a / b
        : nearestFloat(Rational.of(a).dividedBy(Rational.of(b)));
  }

  private static float nearestFloat(Rational exact) {
    float below = exact.floorFloat();
    float above = exact.ceilingFloat();
    if (below == above || Float.isInfinite(below) || Float.isInfinite(above)) {
      return Float.isInfinite(below) ? below : above;
    }
    int c = exact.minus(Rational.of(below)).compareTo(Rational.of(above).minus(exact));
    boolean down = c == 0 ? (Float.floatToRawIntBits(below) & 1) == 0 : c < 0;
    return down ? below : above;
  }

  /** {@code scale / sqrt(variance + epsilon)}, not yet rounded; the sum must be positive. */
  static BigDecimal normaliser(double scale, double variance, double epsilon) {
    BigDecimal spread = new BigDecimal(variance).add(new BigDecimal(epsilon)).sqrt(DIGITS);
    return new BigDecimal(scale).divide(spread, DIGITS);
  }

  /** {@code shift - mean * factor}, not yet rounded. */
  static BigDecimal offset(double shift, double mean, BigDecimal factor) {
    return new BigDecimal(shift).subtract(new BigDecimal(mean).multiply(factor));
  }

  static double nearest(BigDecimal value, ElementType type) {
    return type == ElementType.FLOAT64 ? value.doubleValue() : value.floatValue();
  }
}

package org.assay.pixels;

import java.util.List;
import org.assay.exact.Rational;

/**
 * An inequality in one offset: {@code constant + slope * offset} is greater than zero, or at least
 * zero where it is not strict.
 */
record HalfLine(Rational constant, Rational slope, boolean strict) {

  /** Doubles this small may have lost digits to underflow, so that they bound nothing. */
  private static final double SMALLEST = 0x1p-900;

  private static final double GREATEST = 0x1p900;

  /** More than the relative error of a quotient of two doubles that were each rounded down. */
  private static final double TOLERANCE = 0x1p-48;

  /** Where the inequality turns, for a slope that is not zero. */
  private Rational root() {
    return constant.dividedBy(slope).negate();
  }

  /** The root within a relative error of half {@link #TOLERANCE}, or NaN where doubles fail. */
  private double roughRoot() {
    if (constant.signum() == 0) {
      return 0;
    }
    double c = constant.floorDouble();
    double s = slope.floorDouble();
    double root = -c / s;
    boolean fits = fits(Math.abs(c)) && fits(Math.abs(s)) && fits(Math.abs(root));
    return fits ? root : Double.NaN;
  }

  private static boolean fits(double magnitude) {
    return magnitude > SMALLEST && magnitude < GREATEST;
  }

  /** The part of an interval of values where all of these hold, offsets counted from an origin. */
  static ValueInterval intersect(List<HalfLine> lines, Rational origin, ValueInterval within) {
    double highestLow = Double.NEGATIVE_INFINITY;
    double lowestHigh = Double.POSITIVE_INFINITY;
    double[] rough = new double[lines.size()];
    for (int i = 0; i < rough.length; i++) {
      HalfLine line = lines.get(i);
      if (line.slope.signum() == 0) {
        if (!line.holdsForever()) {
          return new ValueInterval(origin, true, origin, true);
        }
        continue;
      }
      rough[i] = line.roughRoot();
      if (line.slope.signum() > 0 && rough[i] > highestLow) {
        highestLow = rough[i];
      } else if (line.slope.signum() < 0 && rough[i] < lowestHigh) {
        lowestHigh = rough[i];
      }
    }
    // Only a root that doubles cannot tell from the tightest one is worth an exact division.
    double low = highestLow - Math.abs(highestLow) * TOLERANCE;
    double high = lowestHigh + Math.abs(lowestHigh) * TOLERANCE;
    ValueInterval result = within;
    for (int i = 0; i < rough.length; i++) {
      HalfLine line = lines.get(i);
      if (line.slope.signum() > 0 && !(rough[i] < low)) {
        result = result.above(origin.plus(line.root()), line.strict);
      } else if (line.slope.signum() < 0 && !(rough[i] > high)) {
        result = result.below(origin.plus(line.root()), line.strict);
      }
    }
    return result;
  }

  private boolean holdsForever() {
    return strict ? constant.signum() > 0 : constant.signum() >= 0;
  }

  /** The largest value of the left side over the closure of an interval of values. */
  Rational greatest(ValueInterval values, Rational origin) {
    Rational end = slope.signum() > 0 ? values.high() : values.low();
    return constant.plus(slope.times(end.minus(origin)));
  }
}

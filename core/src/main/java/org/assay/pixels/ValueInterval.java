package org.assay.pixels;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.exact.Rational;

/**
 * An interval of real numbers with exact ends, each open or closed. It is empty where the ends
 * cross, or meet and one of them is open.
 *
 * @param lowOpen whether the lower end itself is left out
 * @param highOpen whether the upper end itself is left out
 */
public record ValueInterval(Rational low, boolean lowOpen, Rational high, boolean highOpen) {

  private static final Rational HALF = Rational.of(1, 2);

  public static ValueInterval closed(Rational low, Rational high) {
    return new ValueInterval(low, false, high, false);
  }

  public boolean isEmpty() {
    int order = low.compareTo(high);
    return order > 0 || (order == 0 && (lowOpen || highOpen));
  }

  public boolean contains(Rational value) {
    int above = value.compareTo(low);
    int below = value.compareTo(high);
    return (lowOpen ? above > 0 : above >= 0) && (highOpen ? below < 0 : below <= 0);
  }

  /** The part at or above an end, or strictly above it. */
  ValueInterval above(Rational end, boolean open) {
    int order = end.compareTo(low);
    if (order < 0) {
      return this;
    }
    return new ValueInterval(end, order == 0 ? open || lowOpen : open, high, highOpen);
  }

  /** The part at or below an end, or strictly below it. */
  ValueInterval below(Rational end, boolean open) {
    int order = end.compareTo(high);
    if (order > 0) {
      return this;
    }
    return new ValueInterval(low, lowOpen, end, order == 0 ? open || highOpen : open);
  }

  ValueInterval shifted(Rational by) {
    return new ValueInterval(low.plus(by), lowOpen, high.plus(by), highOpen);
  }

  /** The distance of a number from the interval's closure; the interval must not be empty. */
  public Rational distance(Rational from) {
    if (from.compareTo(low) < 0) {
      return low.minus(from);
    }
    return from.compareTo(high) > 0 ? from.minus(high) : Rational.ZERO;
  }

  /** The float32 number in the interval that lies closest to a number; ties to the lower. */
  public Optional<Rational> nearestFloat(Rational to) {
    if (isEmpty()) {
      return Optional.empty();
    }
    Rational best = null;
    for (float f : new float[] {floatAtMost(to), floatAtLeast(to)}) {
      if (Float.isFinite(f) && contains(Rational.of(f))) {
        Rational candidate = Rational.of(f);
        if (best == null || candidate.minus(to).abs().compareTo(best.minus(to).abs()) < 0) {
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The greatest float that is not above a number, nor above the interval. */
  private float floatAtMost(Rational to) {
    if (to.compareTo(high) < 0) {
      return to.floorFloat();
    }
    float f = high.floorFloat();
    return highOpen && Rational.of(f).compareTo(high) == 0 ? Math.nextDown(f) : f;
  }

  /** The least float that is not below a number, nor below the interval. */
  private float floatAtLeast(Rational to) {
    if (to.compareTo(low) > 0) {
      return to.ceilingFloat();
    }
    float f = low.ceilingFloat();
    return lowOpen && Rational.of(f).compareTo(low) == 0 ? Math.nextUp(f) : f;
  }

  /**
   * A member with few binary digits: the middle, rounded to the coarsest power of two that keeps it
   * inside. The interval must not be empty.
   */
  public Rational roundMember() {
    Rational middle = low.plus(high).times(HALF);
    Rational width = high.minus(low);
    if (width.signum() == 0) {
      return middle;
    }
    Rational scale = Rational.ONE;
    while (true) {
      Rational candidate = floor(middle.times(scale).plus(HALF)).dividedBy(scale);
      if (contains(candidate)) {
        return candidate;
      }
      scale = scale.plus(scale);
    }
  }

  private static Rational floor(Rational value) {
    BigInteger[] parts = value.numerator().divideAndRemainder(value.denominator());
    BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    return Rational.of(floor, BigInteger.ONE);
  }
}

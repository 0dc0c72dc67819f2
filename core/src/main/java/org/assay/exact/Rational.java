package org.assay.exact;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * An exact rational number, held as {@code numerator * 2^exponent / denominator}.
 *
 * <p>Canonical: the numerator is odd or zero, the denominator odd and positive, the two coprime;
 * zero has exponent 0 and denominator 1. Every finite double is such a number with denominator 1,
 * and so are all sums and products of doubles; on these no greatest common divisor is ever taken,
 * which is what makes exact runs of a network affordable. Immutable and safe for use by several
 * threads.
 */
public final class Rational implements Comparable<Rational>, Serializable {

  private static final long serialVersionUID = 1;

  public static final Rational ZERO = new Rational(BigInteger.ZERO, 0, BigInteger.ONE);
  public static final Rational ONE = new Rational(BigInteger.ONE, 0, BigInteger.ONE);
  private static final int DOUBLE_PRECISION = 53;
  private static final int MIN_EXPONENT = -1074;

  private final BigInteger numerator;
  private final int exponent;
  private final BigInteger denominator;

  private Rational(BigInteger numerator, int exponent, BigInteger denominator) {
    this.numerator = numerator;
    this.exponent = exponent;
    this.denominator = denominator;
  }

  /** The exact value of a finite double; -0 becomes 0. NaN and infinities are refused. */
  public static Rational of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite number: " + value);
    }
    if (value == 0) {
      return ZERO;
    }
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >> 52) & 0x7ff;
    long fraction = bits & 0xfffffffffffffL;
    long significand = biased == 0 ? fraction : fraction | 0x10000000000000L;
    int shift = Long.numberOfTrailingZeros(significand);
    significand >>= shift;
    return new Rational(
        BigInteger.valueOf(bits < 0 ? -significand : significand),
        Math.max(biased, 1) - 1075 + shift,
        BigInteger.ONE);
  }

  /** The quotient of two integers; a zero denominator is refused. */
  public static Rational of(BigInteger numerator, BigInteger denominator) {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("denominator is zero");
    }
    return denominator.signum() < 0
        ? canonical(numerator.negate(), 0, denominator.negate())
        : canonical(numerator, 0, denominator);
  }

  /** The quotient of two integers; a zero denominator is refused. */
  public static Rational of(long numerator, long denominator) {
    return of(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /**
   * The exact value of a text: a decimal such as {@code 0.1} or {@code 1e-3}, or a quotient {@code
   * p/q} of integers as {@link #toString} writes it.
   *
   * @throws NumberFormatException if the text is neither
   */
  public static Rational parse(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      BigInteger q = new BigInteger(text.substring(slash + 1));
      if (q.signum() == 0) {
        throw new NumberFormatException("denominator is zero: " + text);
      }
      return of(new BigInteger(text.substring(0, slash)), q);
    }
    BigDecimal decimal = new BigDecimal(text);
    if (Math.abs((long) decimal.scale()) > 10_000) {
      throw new NumberFormatException("exponent beyond 10000: " + text);
    }
    return decimal.scale() <= 0
        ? of(decimal.toBigIntegerExact(), BigInteger.ONE)
        : of(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  private static Rational canonical(BigInteger numerator, int exponent, BigInteger denominator) {
    if (numerator.signum() == 0) {
      return ZERO;
    }
    BigInteger n = numerator;
    BigInteger d = denominator;
    int e = exponent;
    int zeros = n.getLowestSetBit();
    if (zeros > 0) {
      n = n.shiftRight(zeros);
      e += zeros;
    }
    if (!d.equals(BigInteger.ONE)) {
      zeros = d.getLowestSetBit();
      if (zeros > 0) {
        d = d.shiftRight(zeros);
        e -= zeros;
      }
      BigInteger common = n.gcd(d);
      if (!common.equals(BigInteger.ONE)) {
        n = n.divide(common);
        d = d.divide(common);
      }
    }
    return new Rational(n, e, d);
  }

  public Rational plus(Rational other) {
    if (other.numerator.signum() == 0) {
      return this;
    }
    if (numerator.signum() == 0) {
      return other;
    }
    int low = Math.min(exponent, other.exponent);
    BigInteger a = shifted(numerator, exponent - low);
    BigInteger b = shifted(other.numerator, other.exponent - low);
    if (denominator.equals(other.denominator)) {
      return canonical(a.add(b), low, denominator);
    }
    return canonical(
        a.multiply(other.denominator).add(b.multiply(denominator)),
        low,
        denominator.multiply(other.denominator));
  }

  private static BigInteger shifted(BigInteger value, int by) {
    return by == 0 ? value : value.shiftLeft(by);
  }

  public Rational minus(Rational other) {
    return plus(other.negate());
  }

  public Rational times(Rational other) {
    if (numerator.signum() == 0 || other.numerator.signum() == 0) {
      return ZERO;
    }
    BigInteger n = numerator.multiply(other.numerator);
    int e = Math.addExact(exponent, other.exponent);
    if (denominator.equals(BigInteger.ONE) && other.denominator.equals(BigInteger.ONE)) {
      return new Rational(n, e, BigInteger.ONE);
    }
    return canonical(n, e, denominator.multiply(other.denominator));
  }

  /**
   * The sign of a number plus the sum of products, -1, 0 or 1; nothing is reduced on the way, which
   * takes most of the time of sums over different denominators.
   *
   * @param left as many as {@code right}
   */
  public static int signumOfSum(Rational start, List<Rational> left, List<Rational> right) {
    BigInteger n = start.numerator;
    BigInteger d = start.denominator;
    int e = start.exponent;
    for (int i = 0; i < left.size(); i++) {
      Rational a = left.get(i);
      Rational b = right.get(i);
      if (a.numerator.signum() == 0 || b.numerator.signum() == 0) {
        continue;
      }
      BigInteger product = a.numerator.multiply(b.numerator).multiply(d);
      int exponent = Math.addExact(a.exponent, b.exponent);
      BigInteger denominator = a.denominator.multiply(b.denominator);
      int low = Math.min(e, exponent);
      n = shifted(n.multiply(denominator), e - low).add(shifted(product, exponent - low));
      e = low;
      d = d.multiply(denominator);
    }
    return n.signum();
  }

  /** The quotient; a zero divisor is refused with an {@link ArithmeticException}. */
  public Rational dividedBy(Rational other) {
    if (other.numerator.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    BigInteger n = numerator.multiply(other.denominator);
    BigInteger d = denominator.multiply(other.numerator);
    int e = Math.subtractExact(exponent, other.exponent);
    return d.signum() < 0 ? canonical(n.negate(), e, d.negate()) : canonical(n, e, d);
  }

  public Rational negate() {
    return numerator.signum() == 0 ? this : new Rational(numerator.negate(), exponent, denominator);
  }

  public Rational abs() {
    return numerator.signum() < 0 ? negate() : this;
  }

  public Rational min(Rational other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Rational max(Rational other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** -1, 0 or 1. */
  public int signum() {
    return numerator.signum();
  }

  /** The greatest double that is not above this number; {@code -Infinity} below the doubles. */
  public double floorDouble() {
    return numerator.signum() < 0 ? -magnitude(true) : magnitude(false);
  }

  /** The least double that is not below this number; {@code +Infinity} above the doubles. */
  public double ceilingDouble() {
    return numerator.signum() < 0 ? -magnitude(false) : magnitude(true);
  }

  /** A nearest double; of the two around this number the one closer to it, ties to even. */
  public double nearestDouble() {
    double below = floorDouble();
    double above = ceilingDouble();
    if (below == above || Double.isInfinite(below)) {
      return above;
    }
    if (Double.isInfinite(above)) {
      return below;
    }
    int c = minus(of(below)).compareTo(of(above).minus(this));
    if (c == 0) {
      return (Double.doubleToRawLongBits(below) & 1) == 0 ? below : above;
    }
    return c < 0 ? below : above;
  }

  /** The greatest float that is not above this number. */
  public float floorFloat() {
    double d = floorDouble();
    float f = (float) d;
    return f > d ? Math.nextDown(f) : f;
  }

  /** The least float that is not below this number. */
  public float ceilingFloat() {
    double d = ceilingDouble();
    float f = (float) d;
    return f < d ? Math.nextUp(f) : f;
  }

  /** The magnitude as a double, truncated, or rounded up if asked and not exact. */
  private double magnitude(boolean up) {
    if (numerator.signum() == 0) {
      return 0;
    }
    BigInteger n = numerator.abs();
    long top = (long) n.bitLength() - denominator.bitLength() + exponent;
    if (top > 1026) {
      return up ? Double.POSITIVE_INFINITY : Double.MAX_VALUE;
    }
    if (top < MIN_EXPONENT - 2) {
      return up ? Double.MIN_VALUE : 0;
    }
    // Scale so that the integer quotient has between 53 and 55 bits, or ends at 2^-1074.
    long unit = Math.max(top - DOUBLE_PRECISION - 1, MIN_EXPONENT);
    int shift = (int) (exponent - unit);
    BigInteger[] parts =
        (shift >= 0 ? n.shiftLeft(shift) : n)
            .divideAndRemainder(shift >= 0 ? denominator : denominator.shiftLeft(-shift));
    long quotient = parts[0].longValueExact();
    boolean exact = parts[1].signum() == 0;
    int excess = Math.max(0, 64 - Long.numberOfLeadingZeros(quotient) - DOUBLE_PRECISION);
    exact &= (quotient & ((1L << excess) - 1)) == 0;
    quotient >>= excess;
    double truncated = scale(quotient, (int) unit + excess);
    if (Double.isInfinite(truncated)) {
      return up ? truncated : Double.MAX_VALUE;
    }
    return up && !exact ? Math.nextUp(truncated) : truncated;
  }

  private static double scale(long significand, int exponent) {
    // Two steps, so that neither power of two leaves the range of doubles on the way.
    int half = exponent / 2;
    return significand * Math.scalb(1.0, half) * Math.scalb(1.0, exponent - half);
  }

  /** Whether this number is exactly a double. */
  public boolean isDouble() {
    return floorDouble() == ceilingDouble();
  }

  /** Whether this number is exactly a float. */
  public boolean isFloat() {
    return isDouble() && (float) floorDouble() == floorDouble();
  }

  /** The reduced numerator, an integer with the sign of this number. */
  public BigInteger numerator() {
    return exponent > 0 ? numerator.shiftLeft(exponent) : numerator;
  }

  /** The reduced denominator, a positive integer. */
  public BigInteger denominator() {
    return exponent < 0 ? denominator.shiftLeft(-exponent) : denominator;
  }

  @Override
  public int compareTo(Rational other) {
    int a = numerator.signum();
    int b = other.numerator.signum();
    if (a != b || a == 0) {
      return Integer.compare(a, b);
    }
    return minus(other).signum();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Rational r
        && exponent == r.exponent
        && numerator.equals(r.numerator)
        && denominator.equals(r.denominator);
  }

  @Override
  public int hashCode() {
    return (numerator.hashCode() * 31 + denominator.hashCode()) * 31 + exponent;
  }

  /** The reduced quotient as text, {@code p/q}, or {@code p} for an integer. */
  @Override
  public String toString() {
    BigInteger q = denominator();
    return q.equals(BigInteger.ONE) ? numerator().toString() : numerator() + "/" + q;
  }
}

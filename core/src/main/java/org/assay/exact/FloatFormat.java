package org.assay.exact;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A binary floating-point format of IEEE 754 in the convention of SMT-LIB: the significand's bits
 * include the hidden one, so that float32 is 8, 24. Says which rational numbers are its finite
 * members and rounds others to them, exactly; the sign of zero is not told.
 *
 * @param exponentBits from 2 to 15
 * @param significandBits from 3 to 113
 */
public record FloatFormat(int exponentBits, int significandBits) implements Serializable {

  public static final FloatFormat FLOAT32 = new FloatFormat(8, 24);
  public static final FloatFormat FLOAT64 = new FloatFormat(11, 53);

  public FloatFormat {
    if (exponentBits < 2 || exponentBits > 15 || significandBits < 3 || significandBits > 113) {
      throw new IllegalArgumentException(
          "float format %d,%d: the exponent takes 2 to 15 bits, the significand 3 to 113"
              .formatted(exponentBits, significandBits));
    }
  }

  /** A magnitude in whole units of the last place, rounded toward zero. */
  private record Units(BigInteger count, int exponent, int remainderToHalf, boolean exact) {

    Rational times(BigInteger other) {
      return Rational.of(other, BigInteger.ONE).times(power(exponent));
    }
  }

  private static Rational power(int exponent) {
    BigInteger two = BigInteger.ONE.shiftLeft(Math.abs(exponent));
    return exponent >= 0 ? Rational.of(two, BigInteger.ONE) : Rational.of(BigInteger.ONE, two);
  }

  private int bias() {
    return (1 << (exponentBits - 1)) - 1;
  }

  private Units units(Rational magnitude) {
    BigInteger n = magnitude.numerator();
    BigInteger d = magnitude.denominator();
    int top = n.bitLength() - d.bitLength();
    boolean below =
        top >= 0 ? n.compareTo(d.shiftLeft(top)) < 0 : n.shiftLeft(-top).compareTo(d) < 0;
    int unit = Math.max(below ? top - 1 : top, 1 - bias()) - (significandBits - 1);
    BigInteger divisor = unit > 0 ? d.shiftLeft(unit) : d;
    BigInteger[] parts = (unit < 0 ? n.shiftLeft(-unit) : n).divideAndRemainder(divisor);
    return new Units(
        parts[0], unit, parts[1].shiftLeft(1).compareTo(divisor), parts[1].signum() == 0);
  }

  /** The greatest finite member. */
  public Rational greatest() {
    BigInteger count = BigInteger.ONE.shiftLeft(significandBits).subtract(BigInteger.ONE);
    return Rational.of(count, BigInteger.ONE).times(power(bias() - (significandBits - 1)));
  }

  /** The member nearest to a number, ties to even; none where that is an infinity. */
  public Optional<Rational> nearest(Rational value) {
    Units units = units(value.abs());
    boolean odd = units.count.testBit(0);
    boolean up = units.remainderToHalf > 0 || (units.remainderToHalf == 0 && odd);
    return signed(value, units.times(up ? units.count.add(BigInteger.ONE) : units.count));
  }

  /** The greatest finite member that is not above a number; none below them all. */
  public Optional<Rational> floor(Rational value) {
    Units units = units(value.abs());
    if (value.signum() >= 0) {
      return Optional.of(units.times(units.count).min(greatest()));
    }
    return signed(value, units.times(units.exact ? units.count : units.count.add(BigInteger.ONE)));
  }

  /** The least finite member that is not below a number; none above them all. */
  public Optional<Rational> ceiling(Rational value) {
    return floor(value.negate()).map(Rational::negate);
  }

  private Optional<Rational> signed(Rational value, Rational magnitude) {
    return magnitude.compareTo(greatest()) > 0
        ? Optional.empty()
        : Optional.of(value.signum() < 0 ? magnitude.negate() : magnitude);
  }

  /** Whether a number is a finite member. */
  public boolean contains(Rational value) {
    return nearest(value).filter(value::equals).isPresent();
  }

  /** The bits of a finite member: sign, biased exponent, significand without the hidden bit. */
  public BigInteger bits(Rational member) {
    if (!contains(member)) {
      throw new IllegalArgumentException(member + " is not a member of " + this);
    }
    Units units = units(member.abs());
    BigInteger hidden = BigInteger.ONE.shiftLeft(significandBits - 1);
    BigInteger bits = units.count;
    if (bits.compareTo(hidden) >= 0) {
      long biased = (long) units.exponent + significandBits - 1 + bias();
      bits = bits.subtract(hidden).or(BigInteger.valueOf(biased).shiftLeft(significandBits - 1));
    }
    return member.signum() < 0 ? bits.setBit(exponentBits + significandBits - 1) : bits;
  }

  /** The member that has these bits; none for infinities and NaN. */
  public Optional<Rational> member(BigInteger bits) {
    BigInteger hidden = BigInteger.ONE.shiftLeft(significandBits - 1);
    BigInteger fraction = bits.mod(hidden);
    int biased = bits.shiftRight(significandBits - 1).intValue() & ((1 << exponentBits) - 1);
    if (biased == (1 << exponentBits) - 1) {
      return Optional.empty();
    }
    BigInteger count = biased == 0 ? fraction : fraction.add(hidden);
    Rational magnitude =
        Rational.of(count, BigInteger.ONE)
            .times(power(Math.max(biased, 1) - bias() - (significandBits - 1)));
    boolean negative = bits.testBit(exponentBits + significandBits - 1);
    return Optional.of(negative ? magnitude.negate() : magnitude);
  }
}

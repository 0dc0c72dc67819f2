package org.assay.mip;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;
import org.assay.exact.Rational;

/** Rational numbers as decimals. */
final class Decimals {

  /** The most characters of a word that is meant for all readers; CBC takes no more. */
  private static final int SHORT_WORD = 24;

  /** The most digits at all. */
  private static final int MOST_DIGITS = 20_000;

  private static final BigInteger FIVE = BigInteger.valueOf(5);

  private Decimals() {}

  /** Whether a number is written so that it is read as itself. */
  static boolean isExact(Rational number, Numbers numbers) {
    return numbers == Numbers.NEAREST
        ? number.isDouble() || brief(number).isPresent()
        : exact(number, MOST_DIGITS).isPresent();
  }

  /** A number as text; where it cannot be exact, in as many digits as 24 characters hold. */
  static String text(Rational number, Numbers numbers) {
    return (numbers == Numbers.NEAREST
            ? brief(number)
            : exact(number, MOST_DIGITS).map(Decimals::word))
        .orElseGet(() -> rounded(number));
  }

  /** At least 17 digits, which tell doubles apart. */
  private static String rounded(Rational number) {
    BigDecimal numerator = new BigDecimal(number.numerator());
    BigDecimal denominator = new BigDecimal(number.denominator());
    for (int digits = SHORT_WORD; ; digits--) {
      String word = word(numerator.divide(denominator, new MathContext(digits)));
      if (word.length() <= SHORT_WORD) {
        return word;
      }
    }
  }

  /** The exact word of a number, if it is one for all readers. */
  private static Optional<String> brief(Rational number) {
    return exact(number, SHORT_WORD)
        .map(Decimals::word)
        .filter(word -> word.length() <= SHORT_WORD);
  }

  private static String word(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    String plain = stripped.toPlainString();
    if (plain.length() <= SHORT_WORD) {
      return plain;
    }
    String digits = stripped.unscaledValue().abs().toString();
    return (stripped.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + "E"
        + (stripped.precision() - stripped.scale() - 1);
  }

  /** A number that is not below another and is short; the number itself if it has few digits. */
  static Rational above(Rational number) {
    return brief(number).isPresent() ? number : Rational.of(number.ceilingDouble());
  }

  /** A number that is not above another, likewise. */
  static Rational below(Rational number) {
    return brief(number).isPresent() ? number : Rational.of(number.floorDouble());
  }

  private static Optional<BigDecimal> exact(Rational number, int digits) {
    BigInteger denominator = number.denominator();
    int twos = denominator.getLowestSetBit();
    BigInteger rest = denominator.shiftRight(twos);
    int fives = 0;
    while (rest.bitLength() > 1) {
      BigInteger[] parts = rest.divideAndRemainder(FIVE);
      if (parts[1].signum() != 0) {
        return Optional.empty();
      }
      rest = parts[0];
      fives++;
    }
    int scale = Math.max(twos, fives);
    // A reduced fraction of so many twos has no fewer digits than a third of them.
    if (scale > 4 * digits) {
      return Optional.empty();
    }
    BigInteger unscaled =
        number.numerator().multiply(FIVE.pow(scale - fives)).shiftLeft(scale - twos);
    BigDecimal decimal = new BigDecimal(unscaled, scale);
    return decimal.precision() <= digits ? Optional.of(decimal) : Optional.empty();
  }
}

package org.assay.mip;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.assay.exact.Rational;

/** Rational numbers as decimals. */
final class Decimals {

  /** The most characters of a word that is meant for all readers; CBC takes no more. */
  private static final int SHORT_WORD = 24;

  /** The most digits at all: the readers that take more take up to 255 characters. */
  private static final int MOST_DIGITS = 200;

  private static final BigInteger FIVE = BigInteger.valueOf(5);

  private Decimals() {}

  /** Whether a number is a double, or a decimal of at most 24 characters. */
  static boolean isShort(Rational number) {
    return number.isDouble() || brief(number).isPresent();
  }

  /** Whether a number is written so that it is read as itself. */
  static boolean isExact(Rational number, Numbers numbers) {
    return numbers == Numbers.NEAREST ? isShort(number) : exact(number, MOST_DIGITS).isPresent();
  }

  /** A number as text; where it cannot be exact, as the nearest double. */
  static String text(Rational number, Numbers numbers) {
    return (numbers == Numbers.NEAREST
            ? brief(number)
            : exact(number, MOST_DIGITS).map(Decimals::word))
        .orElseGet(() -> Double.toString(number.nearestDouble()));
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
    return plain.length() <= SHORT_WORD ? plain : stripped.toString();
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

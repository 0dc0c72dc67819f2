package org.assay.checker;

import java.math.BigInteger;

/**
 * A quotient of integers in lowest terms.
 *
 * @param below greater than zero
 */
record Quotient(BigInteger above, BigInteger below) implements Comparable<Quotient> {

  static final Quotient ZERO = new Quotient(BigInteger.ZERO, BigInteger.ONE);
  static final Quotient ONE = new Quotient(BigInteger.ONE, BigInteger.ONE);

  Quotient {
    if (below.signum() <= 0) {
      throw new NumberFormatException("the denominator must be greater than 0, not " + below);
    }
    BigInteger common = above.gcd(below);
    if (!common.equals(BigInteger.ONE)) {
      above = above.divide(common);
      below = below.divide(common);
    }
  }

  /** Reads {@code p} or {@code p/q}. */
  static Quotient read(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new Quotient(new BigInteger(text), BigInteger.ONE)
        : new Quotient(
            new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
  }

  Quotient plus(Quotient other) {
    return new Quotient(
        above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
  }

  Quotient minus(Quotient other) {
    return plus(other.negated());
  }

  Quotient times(Quotient other) {
    return new Quotient(above.multiply(other.above), below.multiply(other.below));
  }

  Quotient negated() {
    return new Quotient(above.negate(), below);
  }

  /** One divided by this, which is not zero. */
  Quotient inverse() {
    return above.signum() < 0
        ? new Quotient(below.negate(), above.negate())
        : new Quotient(below, above);
  }

  int sign() {
    return above.signum();
  }

  boolean isLess(Quotient other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Quotient other) {
    return above.multiply(other.below).compareTo(other.above.multiply(below));
  }

  /** As SMT-LIB writes it. */
  String script() {
    String size = above.abs() + ".0";
    String quotient = below.equals(BigInteger.ONE) ? size : "(/ " + size + " " + below + ".0)";
    return sign() < 0 ? "(- " + quotient + ")" : quotient;
  }

  @Override
  public String toString() {
    return below.equals(BigInteger.ONE) ? above.toString() : above + "/" + below;
  }
}

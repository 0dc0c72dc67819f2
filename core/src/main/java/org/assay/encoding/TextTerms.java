package org.assay.encoding;

import java.math.BigInteger;
import java.util.List;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;

/** Terms as SMT-LIB 2 writes them; numbers are exact quotients, or floats bit by bit. */
record TextTerms(NumberSort sort) implements Terms<String, String> {

  private boolean reals() {
    return sort instanceof NumberSort.Reals;
  }

  /** The sort as a declaration names it. */
  String sortName() {
    return sort instanceof NumberSort.Floats floats
        ? "(_ FloatingPoint %d %d)"
            .formatted(floats.format().exponentBits(), floats.format().significandBits())
        : "Real";
  }

  @Override
  public String variable(String name) {
    return name;
  }

  @Override
  public String number(Rational member) {
    return sort instanceof NumberSort.Floats floats
        ? bits(floats.format(), member)
        : quotient(member);
  }

  private static String bits(FloatFormat format, Rational member) {
    int size = format.exponentBits() + format.significandBits();
    String bits = BigInteger.ONE.shiftLeft(size).or(format.bits(member)).toString(2).substring(1);
    int end = 1 + format.exponentBits();
    return "(fp #b%s #b%s #b%s)"
        .formatted(bits.substring(0, 1), bits.substring(1, end), bits.substring(end));
  }

  private static String quotient(Rational number) {
    String whole = number.numerator().abs() + ".0";
    BigInteger denominator = number.denominator();
    String quotient =
        denominator.equals(BigInteger.ONE) ? whole : "(/ " + whole + " " + denominator + ".0)";
    return number.signum() < 0 ? "(- " + quotient + ")" : quotient;
  }

  @Override
  public String product(Rational member, String factor) {
    return (reals() ? "(* " : "(fp.mul RNE ") + number(member) + " " + factor + ")";
  }

  @Override
  public String sum(List<String> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    if (reals()) {
      return "(+ " + String.join(" ", parts) + ")";
    }
    StringBuilder text = new StringBuilder("(fp.add RNE ".repeat(parts.size() - 1));
    text.append(parts.get(0));
    parts.stream().skip(1).forEach(part -> text.append(' ').append(part).append(')'));
    return text.toString();
  }

  @Override
  public String either(String condition, String then, String otherwise) {
    return "(ite " + condition + " " + then + " " + otherwise + ")";
  }

  @Override
  public String is(String number, String term) {
    return "(= " + number + " " + term + ")";
  }

  @Override
  public String compare(String left, Relation relation, String right) {
    String word =
        switch (relation) {
          case AT_LEAST -> reals() ? ">=" : "fp.geq";
          case GREATER -> reals() ? ">" : "fp.gt";
          case AT_MOST -> reals() ? "<=" : "fp.leq";
          case LESS -> reals() ? "<" : "fp.lt";
        };
    return "(" + word + " " + left + " " + right + ")";
  }

  @Override
  public String all(List<String> parts) {
    return joined("and", "true", parts);
  }

  @Override
  public String any(List<String> parts) {
    return joined("or", "false", parts);
  }

  private static String joined(String word, String none, List<String> parts) {
    return switch (parts.size()) {
      case 0 -> none;
      case 1 -> parts.get(0);
      default -> "(" + word + " " + String.join(" ", parts) + ")";
    };
  }
}

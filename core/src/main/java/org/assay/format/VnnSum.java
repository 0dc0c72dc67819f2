package org.assay.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.exact.Rational;
import org.assay.query.Property.Condition;
import org.assay.query.Property.Term;

/** A sum of multiples of inputs and outputs plus a number, to which others are added. */
final class VnnSum {

  private final SortedMap<Quantity, Rational> factors = new TreeMap<>();
  private Rational constant = Rational.ZERO;

  /** An input or an output; inputs come first. */
  record Quantity(boolean input, int index) implements Comparable<Quantity> {

    @Override
    public int compareTo(Quantity other) {
      return input == other.input
          ? Integer.compare(index, other.index)
          : Boolean.compare(other.input, input);
    }

    @Override
    public String toString() {
      return (input ? "X_" : "Y_") + index;
    }
  }

  static VnnSum of(Rational number) {
    VnnSum sum = new VnnSum();
    sum.constant = number;
    return sum;
  }

  static VnnSum of(Quantity quantity) {
    VnnSum sum = new VnnSum();
    sum.factors.put(quantity, Rational.ONE);
    return sum;
  }

  /** Adds a multiple of another sum; quantities that cancel out are left out. */
  void add(Rational factor, VnnSum other) {
    constant = constant.plus(factor.times(other.constant));
    for (Map.Entry<Quantity, Rational> term : other.factors.entrySet()) {
      Rational whole =
          factors.getOrDefault(term.getKey(), Rational.ZERO).plus(factor.times(term.getValue()));
      if (whole.signum() == 0) {
        factors.remove(term.getKey());
      } else {
        factors.put(term.getKey(), whole);
      }
    }
  }

  boolean isNumber() {
    return factors.isEmpty();
  }

  Rational constant() {
    return constant;
  }

  /** About how many bits its longest number takes. */
  int bits() {
    return Math.max(
        bits(constant), factors.values().stream().mapToInt(VnnSum::bits).max().orElse(0));
  }

  private static int bits(Rational number) {
    return number.numerator().bitLength() + number.denominator().bitLength();
  }

  /** That this sum is at least zero, or greater if strict. */
  Condition condition(boolean strict) {
    List<Term> terms = new ArrayList<>(factors.size());
    factors.forEach((of, factor) -> terms.add(new Term(factor, of.input(), of.index())));
    return new Condition(terms, constant, strict);
  }
}

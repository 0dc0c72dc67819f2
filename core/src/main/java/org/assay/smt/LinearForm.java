package org.assay.smt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assay.exact.Rational;

/** A constant plus exact multiples of a solver's variables. Immutable. */
public record LinearForm(Rational constant, Map<Integer, Rational> terms) {

  public LinearForm {
    terms = Collections.unmodifiableMap(new TreeMap<>(terms));
  }

  /** A number. */
  public static LinearForm constant(Rational value) {
    return new LinearForm(value, Map.of());
  }

  /** A variable itself. */
  public static LinearForm variable(int number) {
    return new LinearForm(Rational.ZERO, Map.of(number, Rational.ONE));
  }

  /** This plus a multiple of another form. */
  public LinearForm plus(Rational factor, LinearForm other) {
    Sum sum = new Sum(constant);
    sum.add(Rational.ONE, new LinearForm(Rational.ZERO, terms));
    sum.add(factor, other);
    return sum.total();
  }

  /** This less another form. */
  public LinearForm minus(LinearForm other) {
    return plus(Rational.of(-1), other);
  }

  /** That this is at least zero, or greater. */
  public Formula.Inequality atLeastZero(boolean strict) {
    List<Formula.Term> list = new ArrayList<>();
    terms.forEach((variable, factor) -> list.add(new Formula.Term(variable, factor)));
    return new Formula.Inequality(constant, list, strict);
  }

  /** That this is at least another form. */
  public Formula.Inequality atLeast(LinearForm other) {
    return minus(other).atLeastZero(false);
  }

  /** A sum under construction. */
  public static final class Sum {
    private Rational constant;
    private final Map<Integer, Rational> terms = new TreeMap<>();

    /** A sum that starts with a number. */
    public Sum(Rational constant) {
      this.constant = constant;
    }

    /** Adds a multiple of a form. */
    public void add(Rational factor, LinearForm form) {
      constant = constant.plus(factor.times(form.constant));
      form.terms.forEach(
          (variable, multiple) -> terms.merge(variable, factor.times(multiple), Rational::plus));
    }

    /** The sum so far, without the terms that cancelled. */
    public LinearForm total() {
      terms.values().removeIf(factor -> factor.signum() == 0);
      return new LinearForm(constant, terms);
    }
  }
}

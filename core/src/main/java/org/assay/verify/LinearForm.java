package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assay.exact.Rational;
import org.assay.smt.Formula;

/** A constant plus exact multiples of a solver's variables. Immutable. */
record LinearForm(Rational constant, Map<Integer, Rational> terms) {

  static LinearForm constant(Rational value) {
    return new LinearForm(value, Map.of());
  }

  static LinearForm variable(int number) {
    return new LinearForm(Rational.ZERO, Map.of(number, Rational.ONE));
  }

  /** This plus a multiple of another form. */
  LinearForm plus(Rational factor, LinearForm other) {
    Sum sum = new Sum(constant);
    sum.add(Rational.ONE, new LinearForm(Rational.ZERO, terms));
    sum.add(factor, other);
    return sum.total();
  }

  LinearForm minus(LinearForm other) {
    return plus(Rational.of(-1), other);
  }

  /** That this is at least zero, or greater. */
  Formula.Inequality atLeastZero(boolean strict) {
    List<Formula.Term> list = new ArrayList<>();
    terms.forEach((variable, factor) -> list.add(new Formula.Term(variable, factor)));
    return new Formula.Inequality(constant, list, strict);
  }

  /** That this is at least another form. */
  Formula.Inequality atLeast(LinearForm other) {
    return minus(other).atLeastZero(false);
  }

  /** A sum under construction. */
  static final class Sum {
    private Rational constant;
    private final Map<Integer, Rational> terms = new TreeMap<>();

    Sum(Rational constant) {
      this.constant = constant;
    }

    void add(Rational factor, LinearForm form) {
      constant = constant.plus(factor.times(form.constant));
      form.terms.forEach(
          (variable, multiple) -> terms.merge(variable, factor.times(multiple), Rational::plus));
    }

    LinearForm total() {
      terms.values().removeIf(factor -> factor.signum() == 0);
      return new LinearForm(constant, terms);
    }
  }
}

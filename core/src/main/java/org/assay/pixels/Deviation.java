package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assay.exact.Rational;
import org.assay.smt.Formula;

/**
 * By how much a number differs from what it is at the original image: a sum of rational multiples
 * of the solver's variables, exact.
 *
 * @param terms by ascending variable, none of them zero
 */
record Deviation(List<Formula.Term> terms) {

  /** That of a number which is what it is at the original. */
  static final Deviation NONE = new Deviation(List.of());

  Deviation {
    terms = List.copyOf(terms);
  }

  static Deviation of(int variable) {
    return new Deviation(List.of(new Formula.Term(variable, Rational.ONE)));
  }

  boolean isNone() {
    return terms.isEmpty();
  }

  Deviation minus(Deviation other) {
    Sum sum = new Sum();
    sum.add(this, Rational.ONE);
    sum.add(other, Rational.ONE.negate());
    return sum.total();
  }

  Formula atLeast(Rational bound) {
    return new Formula.Inequality(bound.negate(), terms, false);
  }

  Formula atMost(Rational bound) {
    return new Formula.Inequality(bound, NONE.minus(this).terms, false);
  }

  /** A sum on its way. */
  static final class Sum {
    private final Map<Integer, Rational> coefficients = new TreeMap<>();

    void add(Deviation deviation, Rational factor) {
      for (Formula.Term term : deviation.terms) {
        coefficients.merge(term.variable(), term.coefficient().times(factor), Rational::plus);
      }
    }

    Deviation total() {
      List<Formula.Term> terms = new ArrayList<>(coefficients.size());
      coefficients.forEach(
          (variable, coefficient) -> {
            if (coefficient.signum() != 0) {
              terms.add(new Formula.Term(variable, coefficient));
            }
          });
      return new Deviation(terms);
    }
  }
}

package org.assay.mip;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.exact.Rational;

/**
 * A constant plus multiples of variables, exact.
 *
 * @param factors by the variable's place, none zero; never changed once it is here
 */
record Expression(Rational constant, SortedMap<Integer, Rational> factors) {

  static Expression of(Rational constant) {
    return new Expression(constant, new TreeMap<>());
  }

  static Expression variable(int place) {
    return new Expression(Rational.ZERO, new TreeMap<>(Map.of(place, Rational.ONE)));
  }

  boolean isConstant() {
    return factors.isEmpty();
  }

  Expression plus(Rational number) {
    return new Expression(constant.plus(number), factors);
  }

  Expression negated() {
    return new Sum(Rational.ZERO).plus(Rational.ONE.negate(), this).expression();
  }

  /** The least value while every variable is within its bounds. */
  Rational low(List<MixedProgram.Variable> variables) {
    return end(variables, true);
  }

  /** The greatest value, likewise. */
  Rational high(List<MixedProgram.Variable> variables) {
    return end(variables, false);
  }

  private Rational end(List<MixedProgram.Variable> variables, boolean least) {
    Rational end = constant;
    for (Map.Entry<Integer, Rational> term : factors.entrySet()) {
      MixedProgram.Variable variable = variables.get(term.getKey());
      boolean low = (term.getValue().signum() > 0) == least;
      end = end.plus(term.getValue().times(low ? variable.low() : variable.high()));
    }
    return end;
  }

  /** An expression that is being summed up. */
  static final class Sum {
    private final TreeMap<Integer, Rational> factors = new TreeMap<>();
    private Rational constant;

    Sum(Rational constant) {
      this.constant = constant;
    }

    Sum plus(Rational factor, Expression of) {
      constant = constant.plus(factor.times(of.constant));
      of.factors.forEach((place, part) -> factors.merge(place, factor.times(part), Rational::plus));
      return this;
    }

    Expression expression() {
      factors.values().removeIf(factor -> factor.signum() == 0);
      return new Expression(constant, factors);
    }
  }
}

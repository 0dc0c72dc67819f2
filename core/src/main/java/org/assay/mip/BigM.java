package org.assay.mip;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.mip.MixedProgram.Relation;
import org.assay.mip.MixedProgram.Row;
import org.assay.mip.MixedProgram.Term;
import org.assay.mip.MixedProgram.Variable;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.query.Property;

/**
 * Writes a question down as {@link MixedProgram#of} describes it: variables and rows as layers are
 * run through.
 */
final class BigM implements Semantics<List<Expression>> {

  private final Units units;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private int layer;

  private BigM(Units units) {
    this.units = units;
  }

  static MixedProgram of(Network network, Property property, Units units) {
    BigM made = new BigM(units);
    List<Property.Case> cases =
        property.cases().stream().filter(one -> !one.box().isEmpty()).toList();
    List<Expression> inputs = made.inputs(network, cases);
    List<Expression> outputs = network.run(made, inputs);
    made.question(cases, inputs, outputs);
    List<String> about =
        List.of(
            "network " + network.contentHash(),
            "feasible iff the property is violated; units "
                + (units == Units.KEPT ? "kept" : "substituted"));
    return new MixedProgram(about, made.variables, made.rows);
  }

  // Inputs, and what layers make of them.

  /** Each input within all cases' boxes together. */
  private List<Expression> inputs(Network network, List<Property.Case> cases) {
    List<Expression> inputs = new ArrayList<>();
    for (int i = 0; i < network.inputs() && !cases.isEmpty(); i++) {
      Rational low = null;
      Rational high = null;
      for (Property.Case one : cases) {
        if (one.box().low().size() != network.inputs()) {
          throw new IllegalArgumentException(
              "the property has %d inputs where the network takes %d"
                  .formatted(one.box().low().size(), network.inputs()));
        }
        Rational least = one.box().low().get(i);
        Rational greatest = one.box().high().get(i);
        low = low == null ? least : low.min(least);
        high = high == null ? greatest : high.max(greatest);
      }
      if (low == null || high == null) {
        throw new IllegalStateException("a case has a box");
      }
      inputs.add(
          low.equals(high) && units == Units.SUBSTITUTED
              ? Expression.of(low)
              : variable("X_" + i, low, high, false));
    }
    return inputs.isEmpty()
        ? IntStream.range(0, network.inputs()).mapToObj(i -> Expression.of(Rational.ZERO)).toList()
        : inputs;
  }

  @Override
  public List<Expression> linear(Linear linear, List<Expression> input) {
    layer++;
    SparseRows weights = linear.rows();
    List<Expression> output = new ArrayList<>();
    for (int r = 0; r < weights.rows(); r++) {
      Expression row = row(weights, r, input);
      output.add(units == Units.KEPT ? held(row, "z%d_%d".formatted(layer, r)) : row);
    }
    return output;
  }

  private static Expression row(SparseRows weights, int r, List<Expression> state) {
    Expression.Sum sum = new Expression.Sum(Rational.of(weights.bias(r)));
    for (int k = weights.start(r); k < weights.start(r + 1); k++) {
      if (weights.weight(k) != 0) {
        sum.plus(Rational.of(weights.weight(k)), state.get(weights.column(k)));
      }
    }
    return sum.expression();
  }

  @Override
  public List<Expression> clip(Clip clip, List<Expression> input) {
    layer++;
    List<Expression> output = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      Expression value = input.get(i);
      String name = "%d_%d".formatted(layer, i);
      if (Double.isFinite(clip.low())) {
        Rational low = Rational.of(clip.low());
        value = relu(value.plus(low.negate()), name).plus(low);
      }
      if (Double.isFinite(clip.high())) {
        Rational high = Rational.of(clip.high());
        value = relu(value.negated().plus(high), name + "_h").negated().plus(high);
      }
      output.add(value);
    }
    return output;
  }

  private Expression relu(Expression of, String name) {
    Rational low = Decimals.below(of.low(variables));
    Rational high = Decimals.above(of.high(variables));
    if (high.signum() <= 0) {
      return Expression.of(Rational.ZERO);
    }
    if (low.signum() >= 0) {
      return of;
    }
    Expression open = variable("y" + name, Rational.ZERO, high, false);
    Expression active = binary("a" + name);
    Expression above = sum(Rational.ONE, open, Rational.ONE.negate(), of);
    demand(above, Relation.AT_LEAST);
    demand(sum(Rational.ONE, above, low.negate(), active).plus(low), Relation.AT_MOST);
    demand(sum(Rational.ONE, open, high.negate(), active), Relation.AT_MOST);
    return open;
  }

  // The question.

  private void question(
      List<Property.Case> cases, List<Expression> inputs, List<Expression> outputs) {
    Expression.Sum chosen = new Expression.Sum(Rational.ONE.negate());
    for (int c = 0; c < cases.size(); c++) {
      Expression choice = cases.size() == 1 ? Expression.of(Rational.ONE) : binary("case" + c);
      chosen.plus(Rational.ONE, choice);
      within(cases.get(c).box(), inputs, choice);
      for (Property.Condition condition : cases.get(c).conditions()) {
        atLeastZero(sum(condition, inputs, outputs), choice);
      }
    }
    demand(chosen.expression(), Relation.AT_LEAST);
    if (rows.isEmpty()) {
      // Readers want a row.
      rows.add(new Row(List.of(new Term(zero(), Rational.ONE)), Relation.EQUAL, Rational.ZERO));
    }
  }

  private void within(Property.Box box, List<Expression> inputs, Expression choice) {
    for (int i = 0; i < inputs.size(); i++) {
      atLeastZero(inputs.get(i).plus(box.low().get(i).negate()), choice);
      atLeastZero(inputs.get(i).negated().plus(box.high().get(i)), choice);
    }
  }

  private static Expression sum(
      Property.Condition condition, List<Expression> inputs, List<Expression> outputs) {
    Expression.Sum sum = new Expression.Sum(condition.constant());
    for (Property.Term term : condition.terms()) {
      List<Expression> of = term.input() ? inputs : outputs;
      if (term.index() >= of.size()) {
        throw new IllegalArgumentException(
            "the property names %s %d where the network has %d"
                .formatted(term.input() ? "input" : "output", term.index(), of.size()));
      }
      sum.plus(term.factor(), of.get(term.index()));
    }
    return sum.expression();
  }

  /** That an expression is at least 0 where a choice is 1. */
  private void atLeastZero(Expression expression, Expression choice) {
    Rational low = Decimals.below(expression.low(variables));
    if (low.signum() < 0 && choice.isConstant()) {
      demand(expression, Relation.AT_LEAST);
    } else if (low.signum() < 0) {
      demand(sum(Rational.ONE, expression, low, choice).plus(low.negate()), Relation.AT_LEAST);
    }
  }

  // Variables and rows.

  private Expression variable(String name, Rational low, Rational high, boolean binary) {
    variables.add(new Variable(name, low, high, binary));
    return Expression.variable(variables.size() - 1);
  }

  private Expression binary(String name) {
    return variable(name, Rational.ZERO, Rational.ONE, true);
  }

  private Expression held(Expression of, String name) {
    Expression variable =
        variable(
            name, Decimals.below(of.low(variables)), Decimals.above(of.high(variables)), false);
    demand(sum(Rational.ONE, variable, Rational.ONE.negate(), of), Relation.EQUAL);
    return variable;
  }

  private static Expression sum(Rational a, Expression of, Rational b, Expression with) {
    return new Expression.Sum(Rational.ZERO).plus(a, of).plus(b, with).expression();
  }

  /** That an expression is at least, at most, or just 0; one that always is makes no row. */
  private void demand(Expression expression, Relation relation) {
    int sign = expression.constant().signum();
    boolean holds =
        switch (relation) {
          case AT_LEAST -> sign >= 0;
          case AT_MOST -> sign <= 0;
          case EQUAL -> sign == 0;
        };
    Expression asked = expression;
    if (expression.isConstant()) {
      if (holds) {
        return;
      }
      // A row needs a variable: one that is 0.
      asked = sum(Rational.ONE, expression, Rational.ONE, Expression.variable(zero()));
    }
    List<Term> terms = new ArrayList<>();
    asked.factors().forEach((place, factor) -> terms.add(new Term(place, factor)));
    rows.add(new Row(terms, relation, asked.constant().negate()));
  }

  /** The place of a variable that is 0. */
  private int zero() {
    variable("zero" + variables.size(), Rational.ZERO, Rational.ZERO, false);
    return variables.size() - 1;
  }
}

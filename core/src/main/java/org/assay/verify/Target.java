package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.assay.bounds.Gap;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.Property;

/**
 * Conditions that all hold at a violation, in the forms that exact runs, bounds and runs in doubles
 * take. Immutable.
 */
final class Target {

  private final List<Property.Condition> conditions;
  private final List<Gap> gaps;

  private Target(List<Property.Condition> conditions, List<Gap> gaps) {
    this.conditions = conditions;
    this.gaps = gaps;
  }

  /**
   * The conditions of a case.
   *
   * @throws IllegalArgumentException if one names an input or output that the network has not
   */
  static Target of(Network network, List<Property.Condition> conditions) {
    List<Gap> gaps = new ArrayList<>();
    for (Property.Condition condition : conditions) {
      Map<Integer, Rational> inputs = new TreeMap<>();
      Map<Integer, Rational> outputs = new TreeMap<>();
      for (Property.Term term : condition.terms()) {
        int size = term.input() ? network.inputs() : network.labels();
        if (term.index() < 0 || term.index() >= size) {
          throw new IllegalArgumentException(
              "condition on %s %d of %d"
                  .formatted(term.input() ? "input" : "output", term.index(), size));
        }
        (term.input() ? inputs : outputs)
            .merge(term.index(), term.factor().negate(), Rational::plus);
      }
      gaps.add(Gap.of(inputs, outputs, condition.constant().negate(), condition.strict()));
    }
    return new Target(List.copyOf(conditions), List.copyOf(gaps));
  }

  /** That another label's logit is greater. */
  static Target beats(Network network, int label, int other) {
    return of(
        network,
        List.of(
            new Property.Condition(
                List.of(
                    new Property.Term(Rational.ONE, false, other),
                    new Property.Term(Rational.of(-1), false, label)),
                Rational.ZERO,
                true)));
  }

  /**
   * Conditions that are easier to meet: they hold of exact numbers wherever these hold of computed
   * ones, if errors are no less than how far both can be from each other. With the same errors less
   * than zero they are harder to meet: they hold of exact numbers only where these hold of computed
   * ones.
   *
   * @param input error by position; likewise {@code output}
   */
  Target widened(Network network, IntToDoubleFunction input, IntToDoubleFunction output) {
    List<Property.Condition> wider = new ArrayList<>();
    for (Property.Condition condition : conditions) {
      Rational constant = condition.constant();
      for (Property.Term term : condition.terms()) {
        double error = (term.input() ? input : output).applyAsDouble(term.index());
        constant = constant.plus(term.factor().abs().times(Rational.of(error)));
      }
      wider.add(new Property.Condition(condition.terms(), constant, condition.strict()));
    }
    return of(network, wider);
  }

  List<Property.Condition> conditions() {
    return conditions;
  }

  /** One a condition. */
  List<Gap> gaps() {
    return gaps;
  }

  /** About by how much the worst condition fails; negative where all seem to hold. */
  double worst(double[] input, double[] output) {
    double worst = Double.NEGATIVE_INFINITY;
    for (Gap gap : gaps) {
      worst = Math.max(worst, gap.near(input, output));
    }
    return worst;
  }

  /** The gap of the condition that fails most, or holds least; there is at least one. */
  Gap worstGap(double[] input, double[] output) {
    Gap worst = gaps.get(0);
    for (Gap gap : gaps) {
      worst = gap.near(input, output) > worst.near(input, output) ? gap : worst;
    }
    return worst;
  }

  /** Whether every condition holds, exactly. */
  boolean holds(List<Rational> input, List<Rational> output) {
    for (Property.Condition condition : conditions) {
      Rational sum = condition.constant();
      for (Property.Term term : condition.terms()) {
        List<Rational> numbers = term.input() ? input : output;
        sum = sum.plus(term.factor().times(numbers.get(term.index())));
      }
      if (sum.signum() < 0 || (condition.strict() && sum.signum() == 0)) {
        return false;
      }
    }
    return true;
  }
}

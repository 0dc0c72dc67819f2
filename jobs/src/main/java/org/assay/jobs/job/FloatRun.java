package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Property;
import org.jspecify.annotations.Nullable;

/**
 * A run of a witness in ORDERED arithmetic.
 *
 * @param input the witness, every value of the element type
 * @param output what the network computes of it
 */
record FloatRun(List<Double> input, List<Double> output) {

  /** What the competition's checker allows an output to be short of a relation by. */
  static final Rational TOLERANCE = Rational.parse("1e-4");

  /** A run of exact values that are members of the element type. */
  static FloatRun of(Network network, List<Rational> witness) {
    double[] values = witness.stream().mapToDouble(Rational::floorDouble).toArray();
    double[] output = OrderedSemantics.logits(network, Tensor.of(network.input(), values));
    return of(values, output);
  }

  /** A run that was made already. */
  static FloatRun of(double[] input, double[] output) {
    return new FloatRun(list(input), list(output));
  }

  /** A run of exact values, or null where some are no members of the element type. */
  static @Nullable FloatRun ofMembers(Network network, List<Rational> witness) {
    boolean members =
        witness.stream()
            .allMatch(
                network.elementType() == ElementType.FLOAT32
                    ? Rational::isFloat
                    : Rational::isDouble);
    return members ? of(network, witness) : null;
  }

  private static List<Double> list(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  /** Whether the computed output violates a property, relations short by the tolerance included. */
  boolean isAccepted(Property property) {
    return violates(property, (r, x, y) -> value(r, x, y).plus(TOLERANCE).signum() >= 0);
  }

  /** Whether the computed output violates a property exactly. */
  boolean violates(Property property) {
    return violates(property, (r, x, y) -> value(r, x, y).signum() >= (r.strict() ? 1 : 0));
  }

  /** Whether a condition holds of an input and an output. */
  private interface Holding {
    boolean test(Property.Condition condition, List<Rational> input, List<Rational> output);
  }

  private boolean violates(Property property, Holding holds) {
    if (!output.stream().allMatch(Double::isFinite)) {
      return false;
    }
    List<Rational> x = input.stream().map(v -> Rational.of((double) v)).toList();
    List<Rational> y = output.stream().map(v -> Rational.of((double) v)).toList();
    return property.cases().stream()
        .anyMatch(
            c ->
                isInside(c.box(), x) && c.conditions().stream().allMatch(r -> holds.test(r, x, y)));
  }

  private static boolean isInside(Property.Box box, List<Rational> point) {
    for (int i = 0; i < point.size(); i++) {
      if (point.get(i).compareTo(box.low().get(i)) < 0
          || point.get(i).compareTo(box.high().get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Rational value(
      Property.Condition condition, List<Rational> input, List<Rational> output) {
    Rational sum = condition.constant();
    for (Property.Term term : condition.terms()) {
      Rational of = (term.input() ? input : output).get(term.index());
      sum = sum.plus(term.factor().times(of));
    }
    return sum;
  }
}

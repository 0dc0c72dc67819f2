package org.assay.query;

import java.util.Arrays;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * Judges stored points against a property anew by the plain fold of the network: no bounds, no
 * solver. Shares no code with the deciders, nor with the checks that their points went through.
 * Cost: one run a point.
 *
 * @param property over the network's inputs and outputs
 */
public record PropertyRecheck(Network network, Property property) {

  /**
   * What a point turned out to be in exact arithmetic.
   *
   * @param violates whether it lies in some case's closed box and meets that case's conditions
   * @param output of the point, exact; empty where the point does not fit the network
   * @param detail why it does not violate the property; empty where it does
   */
  public record Finding(boolean violates, List<Rational> output, String detail) {

    public Finding {
      output = List.copyOf(output);
    }
  }

  /**
   * A run of a point in ORDERED arithmetic.
   *
   * @param output what it computes; empty where the point is not of the element type
   */
  public record Replayed(PropertyVerdict.Replay replay, List<Double> output) {

    public Replayed {
      output = List.copyOf(output);
    }
  }

  /** Judges a point in exact arithmetic. */
  public Finding exactly(List<Rational> input) {
    if (input.size() != network.inputs()) {
      return new Finding(
          false,
          List.of(),
          "the point has %d values, the network %d inputs"
              .formatted(input.size(), network.inputs()));
    }
    List<Rational> output =
        List.of(network.run(new ExactSemantics(), input.toArray(Rational[]::new)));
    long inside =
        property.cases().stream().filter(c -> outside(c.box(), input) == input.size()).count();
    if (property.cases().stream().anyMatch(c -> violates(c, input, output))) {
      return new Finding(true, output, "");
    }
    return new Finding(
        false,
        output,
        inside == 0
            ? leaves(input)
            : "the point is in the box of %d of %d cases, of none of which all conditions hold"
                .formatted(inside, property.cases().size()));
  }

  /**
   * Whether a point, as it is or rounded, meets the conditions of some case whose box it lies in
   * whatever the order of additions.
   */
  public boolean inEveryOrder(List<Rational> input) {
    List<Rational> output =
        List.of(network.run(new ExactSemantics(), input.toArray(Rational[]::new)));
    OrderRecheck errors = OrderRecheck.of(network, input);
    return property.cases().stream()
        .anyMatch(
            one ->
                outside(one.box(), input) == input.size()
                    && one.conditions().stream()
                        .allMatch(c -> isMet(less(c, errors), input, output)));
  }

  private static Property.Condition less(Property.Condition condition, OrderRecheck errors) {
    Rational constant = condition.constant();
    for (Property.Term term : condition.terms()) {
      List<Rational> of = term.input() ? errors.inputs() : errors.outputs();
      constant = constant.minus(term.factor().abs().times(of.get(term.index())));
    }
    return new Property.Condition(condition.terms(), constant, condition.strict());
  }

  /** Runs a point that fits the network in the network's own arithmetic. */
  public Replayed replay(List<Rational> input) {
    boolean single = network.elementType() == ElementType.FLOAT32;
    if (!input.stream().allMatch(x -> single ? x.isFloat() : x.isDouble())) {
      return new Replayed(PropertyVerdict.Replay.NONE, List.of());
    }
    double[] values = input.stream().mapToDouble(Rational::nearestDouble).toArray();
    double[] computed = OrderedSemantics.logits(network, Tensor.of(network.input(), values));
    List<Double> output = Arrays.stream(computed).boxed().toList();
    boolean holds = output.stream().allMatch(Double::isFinite) && violates(input, computed);
    return new Replayed(
        holds ? PropertyVerdict.Replay.HOLDS : PropertyVerdict.Replay.FAILS, output);
  }

  private boolean violates(List<Rational> input, double[] computed) {
    List<Rational> output =
        List.of(ExactSemantics.exact(Tensor.of(Shape.of(computed.length), computed)));
    return property.cases().stream().anyMatch(c -> violates(c, input, output));
  }

  private static boolean violates(Property.Case one, List<Rational> input, List<Rational> output) {
    return outside(one.box(), input) == input.size()
        && one.conditions().stream().allMatch(c -> isMet(c, input, output));
  }

  private static boolean isMet(
      Property.Condition condition, List<Rational> input, List<Rational> output) {
    Rational sum = condition.constant();
    for (Property.Term term : condition.terms()) {
      Rational of = (term.input() ? input : output).get(term.index());
      sum = sum.plus(term.factor().times(of));
    }
    return condition.strict() ? sum.signum() > 0 : sum.signum() >= 0;
  }

  /** The first position at which a point is outside a box; as many as there are for none. */
  private static int outside(Property.Box box, List<Rational> input) {
    int i = 0;
    while (i < input.size()
        && box.low().get(i).compareTo(input.get(i)) <= 0
        && box.high().get(i).compareTo(input.get(i)) >= 0) {
      i++;
    }
    return i;
  }

  private String leaves(List<Rational> input) {
    if (property.cases().size() != 1) {
      return "the point is in the box of none of %d cases".formatted(property.cases().size());
    }
    Property.Box box = property.cases().get(0).box();
    int i = outside(box, input);
    return "position %d of the point is %s, outside of the box from %s to %s"
        .formatted(i, input.get(i), box.low().get(i), box.high().get(i));
  }
}

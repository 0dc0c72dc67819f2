package org.assay.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.encoding.NumberSort;
import org.assay.eval.ExactSemantics;
import org.assay.eval.RoundedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.Property;
import org.assay.query.Reason;

/**
 * Runs a solver's points again without it, in the arithmetic of their sort. Of real points one of
 * the element type is preferred, where it violates the property too.
 */
record PointCheck(Network network, NumberSort sort) {

  private static final NumberSort FLOAT32 = NumberSort.parse("fp:8,24");
  private static final NumberSort FLOAT64 = NumberSort.parse("fp:11,53");

  /** Violated, or Undecided with the reason for which the point was refused. */
  PlainVerdict check(Property property, List<Rational> input) {
    try {
      List<Rational> output = outputs(input);
      for (Property.Case one : property.cases()) {
        if (holds(one, input, output) && input.stream().allMatch(x -> isMember(sort, x))) {
          return sort instanceof NumberSort.Reals
              ? preferred(one, input).orElseGet(() -> new PlainVerdict.Violated(input, output))
              : new PlainVerdict.Violated(input, output);
        }
      }
    } catch (ArithmeticException e) {
      return new PlainVerdict.Undecided(Reason.OVERFLOW, String.valueOf(e.getMessage()));
    }
    return new PlainVerdict.Undecided(
        Reason.WITNESS_REJECTED, "the solver's point does not violate the property");
  }

  private static boolean isMember(NumberSort sort, Rational value) {
    return sort.nearest(value).filter(value::equals).isPresent();
  }

  private List<Rational> outputs(List<Rational> input) {
    Rational[] state = input.toArray(Rational[]::new);
    return List.of(
        sort instanceof NumberSort.Floats floats
            ? new RoundedSemantics(floats.format()).logits(network, state)
            : network.run(new ExactSemantics(), state));
  }

  /** The violation at the members of the element type beside a point, if it is one. */
  private Optional<PlainVerdict> preferred(Property.Case one, List<Rational> input) {
    NumberSort type = FLOAT32.isTypeOf(network.elementType()) ? FLOAT32 : FLOAT64;
    List<Rational> members = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      Rational value = input.get(i);
      Property.Box box = one.box();
      int position = i;
      Optional<Rational> member =
          type.nearest(value)
              .filter(v -> contains(box, position, v))
              .or(() -> type.floor(value).filter(v -> contains(box, position, v)))
              .or(() -> type.ceiling(value).filter(v -> contains(box, position, v)));
      if (member.isEmpty()) {
        return Optional.empty();
      }
      members.add(member.get());
    }
    List<Rational> output = outputs(members);
    return holds(one, members, output)
        ? Optional.of(new PlainVerdict.Violated(members, output))
        : Optional.empty();
  }

  private static boolean contains(Property.Box box, int position, Rational value) {
    return value.compareTo(box.low().get(position)) >= 0
        && value.compareTo(box.high().get(position)) <= 0;
  }

  private static boolean holds(Property.Case one, List<Rational> input, List<Rational> output) {
    for (int i = 0; i < input.size(); i++) {
      if (!contains(one.box(), i, input.get(i))) {
        return false;
      }
    }
    return one.conditions().stream().allMatch(c -> holds(c, input, output));
  }

  private static boolean holds(
      Property.Condition condition, List<Rational> input, List<Rational> output) {
    Rational sum = condition.constant();
    for (Property.Term term : condition.terms()) {
      sum = sum.plus(term.factor().times((term.input() ? input : output).get(term.index())));
    }
    return condition.strict() ? sum.signum() > 0 : sum.signum() >= 0;
  }
}

package org.assay.encoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.encoding.Terms.Relation;
import org.assay.exact.Rational;
import org.assay.query.Property;

/**
 * That a network's inputs and outputs violate a property, as statements that all hold. Boxes and
 * conditions are exact also over floats, where members lie within a box as numbers: a condition
 * must then compare one number with a constant, or two numbers.
 */
public final class EncodedProperty<N, B> {

  private final Terms<N, B> terms;
  private final EncodedNetwork<N, B> network;

  private EncodedProperty(Terms<N, B> terms, EncodedNetwork<N, B> network) {
    this.terms = terms;
    this.network = network;
  }

  /**
   * The statements; a box that all cases share is stated once.
   *
   * @throws IllegalArgumentException if the property is about more numbers than the network has, or
   *     over floats a condition does more than compare
   */
  public static <N, B> List<B> violated(
      Property property, Terms<N, B> terms, EncodedNetwork<N, B> network) {
    return new EncodedProperty<>(terms, network).violated(property.cases());
  }

  /**
   * That conditions hold.
   *
   * @throws IllegalArgumentException as above
   */
  public static <N, B> List<B> holding(
      List<Property.Condition> conditions, Terms<N, B> terms, EncodedNetwork<N, B> network) {
    EncodedProperty<N, B> property = new EncodedProperty<>(terms, network);
    return conditions.stream().map(property::holds).toList();
  }

  /** That a number lies between exact ends, which are included. */
  public static <N, B> B between(Terms<N, B> terms, N number, Rational low, Rational high) {
    return terms.all(
        List.of(
            bounded(terms, number, true, new End(low, false)),
            bounded(terms, number, false, new End(high, false))));
  }

  private List<B> violated(List<Property.Case> cases) {
    List<B> statements = new ArrayList<>();
    boolean shared = cases.stream().map(Property.Case::box).distinct().count() == 1;
    if (shared) {
      statements.addAll(within(cases.get(0).box()));
    }
    List<B> any = new ArrayList<>();
    for (Property.Case one : cases) {
      List<B> all = new ArrayList<>(shared ? List.of() : within(one.box()));
      one.conditions().forEach(condition -> all.add(holds(condition)));
      any.add(terms.all(all));
    }
    statements.add(terms.any(any));
    return statements;
  }

  private List<B> within(Property.Box box) {
    if (box.low().size() != network.inputs().size()) {
      throw new IllegalArgumentException(
          "the property has %d inputs where the network takes %d"
              .formatted(box.low().size(), network.inputs().size()));
    }
    List<B> sides = new ArrayList<>();
    for (int i = 0; i < box.low().size(); i++) {
      N input = network.inputs().get(i);
      sides.add(bounded(terms, input, true, new End(box.low().get(i), false)));
      sides.add(bounded(terms, input, false, new End(box.high().get(i), false)));
    }
    return sides;
  }

  private record End(Rational bound, boolean strict) {}

  /** That a number is at least, or at most, an exact bound: told of the members beside it. */
  private static <N, B> B bounded(Terms<N, B> terms, N number, boolean below, End end) {
    Rational bound = end.bound();
    Relation strictly = below ? Relation.GREATER : Relation.LESS;
    Relation loosely = below ? Relation.AT_LEAST : Relation.AT_MOST;
    Optional<Rational> least = terms.sort().ceiling(bound);
    Optional<Rational> greatest = terms.sort().floor(bound);
    Optional<Rational> inside = below ? least : greatest;
    if (inside.isEmpty()) {
      // Only an infinity lies beyond.
      Rational outermost = (below ? greatest : least).orElseThrow();
      return terms.compare(number, strictly, terms.number(outermost));
    }
    boolean excluded = end.strict() && inside.get().equals(bound);
    return terms.compare(number, excluded ? strictly : loosely, terms.number(inside.get()));
  }

  private B holds(Property.Condition condition) {
    List<Property.Term> of = condition.terms();
    if (of.isEmpty()) {
      int sign = condition.constant().signum();
      boolean holds = condition.strict() ? sign > 0 : sign >= 0;
      return holds ? terms.all(List.of()) : terms.any(List.of());
    }
    if (of.size() == 1) {
      Rational factor = of.get(0).factor();
      Rational bound = condition.constant().negate().dividedBy(factor);
      return bounded(
          terms, number(of.get(0)), factor.signum() > 0, new End(bound, condition.strict()));
    }
    Relation relation = condition.strict() ? Relation.GREATER : Relation.AT_LEAST;
    if (comparesTwo(condition)) {
      boolean first = of.get(0).factor().signum() > 0;
      return terms.compare(number(of.get(first ? 0 : 1)), relation, number(of.get(first ? 1 : 0)));
    }
    if (!(terms.sort() instanceof NumberSort.Reals)) {
      throw new IllegalArgumentException(
          "over %s a condition must compare two numbers or one with a constant, not %s"
              .formatted(terms.sort(), condition));
    }
    List<N> parts = new ArrayList<>();
    of.forEach(term -> parts.add(terms.product(term.factor(), number(term))));
    parts.add(terms.number(condition.constant()));
    return terms.compare(terms.sum(parts), relation, terms.number(Rational.ZERO));
  }

  private static boolean comparesTwo(Property.Condition condition) {
    return condition.constant().signum() == 0
        && condition.terms().size() == 2
        && condition.terms().get(0).factor().equals(condition.terms().get(1).factor().negate());
  }

  private N number(Property.Term term) {
    List<N> numbers = term.input() ? network.inputs() : network.outputs();
    if (term.index() >= numbers.size()) {
      throw new IllegalArgumentException(
          "the property names %s %d where the network has %d"
              .formatted(term.input() ? "input" : "output", term.index(), numbers.size()));
    }
    return numbers.get(term.index());
  }
}

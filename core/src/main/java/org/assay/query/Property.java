package org.assay.query;

import java.util.List;
import org.assay.exact.Rational;

/**
 * Inputs and outputs that a network must not bring together: a disjunction of cases, each a closed
 * box of inputs with conditions on the outputs that all hold. This is what a VNN-LIB file states,
 * in disjunctive normal form; a ball with a label to be kept is one case for each other label.
 *
 * @param cases none for a property that nothing can violate
 */
public record Property(List<Case> cases) {

  public Property {
    cases = List.copyOf(cases);
  }

  /**
   * A box and what must not come out of it.
   *
   * @param conditions which all hold of one output at a violation; none where any output is one
   */
  public record Case(Box box, List<Condition> conditions) {

    public Case {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * Between which exact numbers each flat input position lies, ends included. Empty where some
   * position's least number is above its greatest.
   */
  public record Box(List<Rational> low, List<Rational> high) {

    public Box {
      low = List.copyOf(low);
      high = List.copyOf(high);
      if (low.size() != high.size()) {
        throw new IllegalArgumentException(
            "box: %d least and %d greatest values".formatted(low.size(), high.size()));
      }
    }

    public boolean isEmpty() {
      for (int i = 0; i < low.size(); i++) {
        if (low.get(i).compareTo(high.get(i)) > 0) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * That a sum of multiples of inputs and outputs plus a constant is at least zero.
   *
   * @param terms of different quantities, no factor zero
   * @param strict whether it must be greater than zero
   */
  public record Condition(List<Term> terms, Rational constant, boolean strict) {

    public Condition {
      terms = List.copyOf(terms);
    }
  }

  /**
   * A multiple of one number.
   *
   * @param input whether it is an input; else an output
   * @param index its flat position
   */
  public record Term(Rational factor, boolean input, int index) {}
}

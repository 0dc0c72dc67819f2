package org.assay.smt;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.query.Reason;

/** What the plain encoding over some sort says of a property, in that sort's arithmetic alone. */
public sealed interface PlainVerdict {

  /** No input of the sort violates the property: the solver proved it. */
  record Holds() implements PlainVerdict {}

  /**
   * An input of the sort that violates the property, run again without the solver.
   *
   * @param output of that run, in the arithmetic of the sort
   */
  record Violated(List<Rational> input, List<Rational> output) implements PlainVerdict {

    public Violated {
      input = List.copyOf(input);
      output = List.copyOf(output);
    }
  }

  /** No answer, and why. */
  record Undecided(Reason reason, String detail) implements PlainVerdict {}
}

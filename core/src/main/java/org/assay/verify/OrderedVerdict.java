package org.assay.verify;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.query.Proof;
import org.assay.query.Reason;

/** What is known of a property in floats added up in one order: of that arithmetic alone. */
public sealed interface OrderedVerdict {

  /** No input of the element type brings about the property: BOUNDS, or EXHAUSTED part by part. */
  record Holds(Proof proof) implements OrderedVerdict {}

  /**
   * An input that does.
   *
   * @param input members of the element type
   * @param output what that arithmetic computes of it, of which the conditions hold exactly
   */
  record Violated(List<Rational> input, List<Rational> output) implements OrderedVerdict {

    public Violated {
      input = List.copyOf(input);
      output = List.copyOf(output);
    }
  }

  /** No answer, and why. */
  record Undecided(Reason reason, String detail) implements OrderedVerdict {}
}

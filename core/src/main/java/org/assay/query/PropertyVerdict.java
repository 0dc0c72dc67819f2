package org.assay.query;

import java.util.List;
import org.assay.exact.Rational;

/** What is known of a {@link Property}: one of three, never null and never a boolean. */
public sealed interface PropertyVerdict {

  /** No point of any case's box satisfies that case's conditions. */
  record Holds(Proof proof, Arithmetic arithmetic) implements PropertyVerdict {}

  /**
   * A point of some case's box satisfies its conditions exactly, checked by a run in rationals.
   *
   * @param input a value a flat input position
   * @param output exact, of that input
   * @param replay what the network's own arithmetic says of the same point
   */
  record Violated(List<Rational> input, List<Rational> output, Replay replay)
      implements PropertyVerdict {

    public Violated {
      input = List.copyOf(input);
      output = List.copyOf(output);
    }
  }

  /** No answer, and why. */
  record Undecided(Reason reason, String detail) implements PropertyVerdict {}

  /** A run of a violation in the stated order of the network's element type. */
  enum Replay {
    /** The point is a member of the element type and the conditions hold of the computed output. */
    HOLDS,
    /** The point is a member of the element type and the conditions do not hold there. */
    FAILS,
    /** The point is no member of the element type. */
    NONE
  }
}

package org.assay.smt;

import java.util.List;
import org.assay.exact.Rational;

/** What the solver said of a formula. */
public sealed interface Outcome {

  /**
   * There is a solution.
   *
   * @param point a value for every variable, by number
   */
  record Sat(List<Rational> point) implements Outcome {
    public Sat {
      point = List.copyOf(point);
    }
  }

  /** There is none. */
  record Unsat() implements Outcome {}

  /**
   * The solver gave up.
   *
   * @param exhausted whether the budget ran out; otherwise the solver has no method
   */
  record Unknown(boolean exhausted, String detail) implements Outcome {}
}

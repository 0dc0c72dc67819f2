package org.assay.smt;

import java.util.List;
import org.assay.exact.Rational;

/** A statement about numbered real variables: linear inequalities joined by and, or. */
public sealed interface Formula {

  /** A rational multiple of a variable. */
  record Term(int variable, Rational coefficient) {}

  /**
   * The constant plus the sum of the terms is greater than zero, or at least zero.
   *
   * @param strict greater than zero, not equal to it
   */
  record Inequality(Rational constant, List<Term> terms, boolean strict) implements Formula {
    public Inequality {
      terms = List.copyOf(terms);
    }
  }

  /** All of these hold; true where there are none. */
  record All(List<Formula> parts) implements Formula {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** At least one of these holds; false where there are none. */
  record Any(List<Formula> parts) implements Formula {
    public Any {
      parts = List.copyOf(parts);
    }
  }
}

package org.assay.format;

import java.util.List;
import org.assay.query.Property.Condition;

/** What an assertion of a VNN-LIB file says, before it is brought into cases. */
sealed interface VnnFormula {

  /** That all of these hold. */
  record And(List<VnnFormula> parts) implements VnnFormula {}

  /** That one of these holds. */
  record Or(List<VnnFormula> parts) implements VnnFormula {}

  /**
   * One comparison.
   *
   * @param condition without terms where it compares numbers only
   */
  record Atom(Condition condition) implements VnnFormula {

    /** Whether it is an inequality of numbers that holds nowhere. */
    boolean isFalse() {
      int sign = condition.constant().signum();
      return condition.terms().isEmpty() && (condition.strict() ? sign <= 0 : sign < 0);
    }
  }
}

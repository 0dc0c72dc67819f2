package org.assay.format;

import java.math.BigDecimal;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.query.Property;
import org.assay.query.Property.Term;

/**
 * Writes properties in VNN-LIB 1.0, as all verifiers read it: constants first, then what each case
 * asserts. Numbers are decimals of exactly their value.
 *
 * <p>Source: D. Guidotti et al., The VNN-LIB standard, <a
 * href="https://www.vnnlib.org">vnnlib.org</a>.
 */
public final class VnnLibWriter {

  private VnnLibWriter() {}

  /**
   * The text of a property.
   *
   * @param title a comment, one line
   * @throws IllegalArgumentException if a condition is not that one output is at least another, or
   *     a number has no finite decimals
   */
  public static String write(String title, Property property, int inputs, int outputs) {
    StringBuilder text = new StringBuilder("; " + title + "\n\n");
    declare(text, "X_", inputs);
    declare(text, "Y_", outputs);
    List<Property.Case> cases = property.cases();
    if (cases.stream().map(Property.Case::box).distinct().count() != 1) {
      throw new IllegalArgumentException("the cases of a written property share one box");
    }
    Property.Box box = cases.get(0).box();
    for (int i = 0; i < inputs; i++) {
      text.append("(assert (>= X_%d %s))\n".formatted(i, decimal(box.low().get(i))));
      text.append("(assert (<= X_%d %s))\n".formatted(i, decimal(box.high().get(i))));
    }
    text.append('\n');
    if (cases.size() == 1) {
      for (Property.Condition condition : cases.get(0).conditions()) {
        text.append("(assert ").append(lead(condition)).append(")\n");
      }
      return text.toString();
    }
    text.append("(assert (or\n");
    for (Property.Case one : cases) {
      text.append("  (and");
      one.conditions().forEach(condition -> text.append(' ').append(lead(condition)));
      text.append(")\n");
    }
    return text.append("))\n").toString();
  }

  private static void declare(StringBuilder text, String letter, int count) {
    for (int i = 0; i < count; i++) {
      text.append("(declare-const ").append(letter).append(i).append(" Real)\n");
    }
    text.append('\n');
  }

  /** That one output is at least another. */
  private static String lead(Property.Condition condition) {
    List<Term> terms = condition.terms();
    boolean isLead =
        terms.size() == 2
            && terms.stream().noneMatch(Term::input)
            && terms.stream().allMatch(term -> term.factor().abs().equals(Rational.ONE))
            && terms.get(0).factor().signum() != terms.get(1).factor().signum()
            && condition.constant().signum() == 0
            && !condition.strict();
    if (!isLead) {
      throw new IllegalArgumentException("only that one output is at least another is written");
    }
    int first = terms.get(0).factor().signum() > 0 ? 0 : 1;
    return "(>= Y_%d Y_%d)".formatted(terms.get(first).index(), terms.get(1 - first).index());
  }

  private static String decimal(Rational value) {
    try {
      return new BigDecimal(value.numerator())
          .divide(new BigDecimal(value.denominator()))
          .toPlainString();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(value + " has no finite decimals", e);
    }
  }
}

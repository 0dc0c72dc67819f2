package org.assay.jobs.job;

import java.math.BigDecimal;
import java.util.List;
import org.assay.jobs.table.VerifyRow;

/**
 * An instance's result as the competition of verifiers (VNN-COMP) wants it in a file: one word, and
 * after {@code sat} the counterexample, every input and output as {@code (X_0 0.5)}.
 */
public final class CompetitionResult {

  private CompetitionResult() {}

  /** The file's text, of what was decided without Spark. */
  public static String text(VerifyTask.Decided decided) {
    return decided.differences().isEmpty() ? text(decided.row()) : decided.answer() + "\n";
  }

  /**
   * The file's text. Inputs are decimals of exactly the witness's values; outputs those that
   * ORDERED arithmetic computes, which the competition's checker compares with its own run.
   */
  static String text(VerifyRow row) {
    if (!row.answer().equals("sat")) {
      return row.answer() + "\n";
    }
    StringBuilder text = new StringBuilder("sat\n(");
    append(text, "X_", row.input());
    append(text.append("\n "), "Y_", row.output());
    return text.append(")\n").toString();
  }

  private static void append(StringBuilder text, String letter, List<Double> values) {
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "(" : "\n (").append(letter).append(i).append(' ');
      text.append(new BigDecimal(Double.toString(values.get(i))).toPlainString()).append(')');
    }
  }
}

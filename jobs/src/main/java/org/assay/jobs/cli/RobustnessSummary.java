package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;

/** Robustness as the terminal shows it: one line a radius. */
record RobustnessSummary(List<ByRadius> radii) {

  /**
   * The images at one radius; every image is one of certified, attacked, misclassified, undecided.
   *
   * @param radius {@code p/q}
   * @param misclassified those that are their own witness
   */
  public record ByRadius(
      String radius,
      double radiusDouble,
      long images,
      long certified,
      long attacked,
      long misclassified,
      long undecided) {}

  static RobustnessSummary read(Runner runner, String out, String run) {
    var violated = col("verdict").equalTo("Violated");
    var image = col("method").equalTo("IMAGE");
    return new RobustnessSummary(
        Tables.ROBUSTNESS
            .read(runner.spark(), out, run)
            .groupBy("radius", "radiusDouble")
            .agg(
                count(lit(1)).as("images"),
                count(when(col("verdict").equalTo("Robust"), 1)).as("certified"),
                count(when(violated.and(image.unary_$bang()), 1)).as("attacked"),
                count(when(violated.and(image), 1)).as("misclassified"),
                count(when(col("verdict").equalTo("Undecided"), 1)).as("undecided"))
            .orderBy("radiusDouble", "radius")
            .as(RecordEncoder.of(ByRadius.class))
            .collectAsList());
  }

  String text() {
    List<List<String>> cells = new ArrayList<>();
    for (ByRadius at : radii) {
      long wrong = at.attacked + at.misclassified;
      cells.add(
          List.of(
              at.radius,
              number(at.images),
              number(at.certified),
              number(at.attacked),
              number(at.misclassified),
              number(at.undecided),
              percent(wrong, at.images),
              percent(wrong + at.undecided, at.images)));
    }
    return TerminalTables.text(
        new Sheet(
            "",
            List.of(
                Column.text("radius"),
                Column.number("images"),
                Column.number("certified"),
                Column.number("attacked"),
                Column.number("misclassified"),
                Column.number("undecided"),
                Column.number("adversarial error from"),
                Column.number("to")),
            cells,
            ""));
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }
}

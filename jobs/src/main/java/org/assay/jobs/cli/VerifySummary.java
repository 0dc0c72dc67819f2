package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;

/**
 * Instances as the terminal shows them: one line an answer, and what stands in the way of those
 * that could not be read.
 *
 * @param unread some of their messages
 */
record VerifySummary(List<ByAnswer> answers, List<VerifyRow> unread) {

  private static final int SHOWN = 5;

  /** The instances that got the same answer. */
  public record ByAnswer(String answer, long instances, double meanSeconds, double worstSeconds) {}

  static VerifySummary read(Runner runner, String out, String run) {
    Dataset<VerifyRow> rows = Tables.VERIFY.read(runner.spark(), out, run);
    return new VerifySummary(
        rows.groupBy("answer")
            .agg(
                count(lit(1)).as("instances"),
                avg("seconds").as("meanSeconds"),
                max("seconds").as("worstSeconds"))
            .orderBy("answer")
            .as(RecordEncoder.of(ByAnswer.class))
            .collectAsList(),
        rows.where(col("verdict").isNull()).orderBy("row").takeAsList(SHOWN));
  }

  String text() {
    long all = answers.stream().mapToLong(ByAnswer::instances).sum();
    List<List<String>> cells = new ArrayList<>();
    for (ByAnswer at : answers) {
      cells.add(
          List.of(
              at.answer,
              String.format(Locale.ROOT, "%,d", at.instances),
              String.format(Locale.ROOT, "%.2f %%", 100.0 * at.instances / all),
              String.format(Locale.ROOT, "%.3f", at.meanSeconds),
              String.format(Locale.ROOT, "%.3f", at.worstSeconds)));
    }
    Sheet sheet =
        new Sheet(
            "",
            List.of(
                Column.text("answer"),
                Column.number("instances"),
                Column.number("share"),
                Column.number("mean s"),
                Column.number("worst s")),
            cells,
            "");
    return TerminalTables.text(sheet) + errors();
  }

  private String errors() {
    StringBuilder text = new StringBuilder();
    for (VerifyRow row : unread) {
      text.append(text.isEmpty() ? "\nCould not be read, for example:\n" : "");
      text.append("  instance ").append(row.row()).append(": ").append(row.detail()).append('\n');
    }
    return text.toString();
  }
}

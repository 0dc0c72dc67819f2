package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;

/** Importance as the terminal shows it: how much of all scores the best pixels have. */
final class ImportanceSummary {

  /** How the best pixels of a ranking score. */
  public record Best(double least, double mean, double share) {}

  private ImportanceSummary() {}

  static String text(
      Runner runner,
      String out,
      Runner.Finished finished,
      Collection<Metric> metrics,
      Collection<String> tops) {
    Dataset<ImportanceRow> rows = Tables.IMPORTANCE.read(runner.spark(), out, finished.run());
    int pixels = finished.row().rows() * finished.row().columns();
    List<List<String>> cells = new ArrayList<>();
    for (Metric metric : metrics) {
      for (String top : tops) {
        cells.add(line(rows, metric, top, PixelRanking.count(top, pixels)));
      }
    }
    return TerminalTables.text(
        new Sheet(
            "Scores of the best pixels of each image",
            List.of(
                Sheet.Column.text("metric"),
                Sheet.Column.text("top"),
                Sheet.Column.number("pixels"),
                Sheet.Column.number("mean score"),
                Sheet.Column.number("least"),
                Sheet.Column.number("share of all, %")),
            cells,
            ""));
  }

  private static List<String> line(
      Dataset<ImportanceRow> rows, Metric metric, String top, int best) {
    String name = metric.name().toLowerCase(Locale.ROOT);
    String rank = "rank" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    Column isBest = col(rank).lt(best);
    Column size = abs(col(name));
    List<Best> found =
        rows.agg(
                min(when(isBest, col(name))).as("least"),
                avg(when(isBest, col(name))).as("mean"),
                sum(when(isBest, size)).divide(sum(size)).as("share"))
            .na()
            .fill(0)
            .as(RecordEncoder.of(Best.class))
            .collectAsList();
    return List.of(
        name,
        top,
        Integer.toString(best),
        String.format(Locale.ROOT, "%.4g", found.get(0).mean()),
        String.format(Locale.ROOT, "%.4g", found.get(0).least()),
        String.format(Locale.ROOT, "%.1f", 100 * found.get(0).share()));
  }
}

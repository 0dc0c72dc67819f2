package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/** What a run found, in a screenful, read from the tables that it wrote. */
record Summary(Runner runner, String out) {

  private static final int MOST_LABELS = 20;

  static Summary of(Runner runner, String out) {
    return new Summary(runner, out);
  }

  void print(Runner.Finished finished) {
    heading(finished.row());
    if (finished.row().command().equals("accuracy")) {
      accuracy(finished.run());
    }
    ending(finished);
  }

  /** The same for importance, with how much the best pixels have of all scores. */
  void printImportance(
      Runner.Finished finished, Collection<Metric> metrics, Collection<String> tops) {
    heading(finished.row());
    importance(finished, metrics, tops);
    ending(finished);
  }

  private PrintStream terminal() {
    return runner.console().out();
  }

  private void heading(RunRow row) {
    String command = row.command();
    terminal()
        .printf(
            Locale.ROOT,
            "%n%s%s  %s on %s, %,d images%n%n",
            command.substring(0, 1).toUpperCase(Locale.ROOT),
            command.substring(1),
            row.network(),
            row.images(),
            row.imageCount());
  }

  private void ending(Runner.Finished finished) {
    RunRow row = finished.row();
    terminal()
        .printf(
            Locale.ROOT,
            "%nTables  %s  (run %s, %,d units in %.1f s)%n",
            out,
            finished.run(),
            row.units(),
            row.seconds());
    terminal().println("Next    assay report --out " + out);
  }

  private void accuracy(String run) {
    List<AccuracyRow> rows =
        Tables.ACCURACY.read(runner.spark(), out, run).collectAsList().stream()
            .sorted(
                Comparator.comparing(
                    AccuracyRow::label, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
    AccuracyRow all = rows.get(rows.size() - 1);
    terminal()
        .printf(
            Locale.ROOT,
            "%,d of %,d images are labelled right: %.2f %%%n%n",
            all.correct(),
            all.images(),
            100 * all.accuracy());
    terminal().print(TerminalTables.text(confusion(rows)));
  }

  private static Sheet confusion(List<AccuracyRow> rows) {
    int labels = rows.get(0).predicted().size();
    boolean matrix = labels <= MOST_LABELS;
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("label"),
                Column.number("images"),
                Column.number("right"),
                Column.number("%")));
    if (matrix) {
      IntStream.range(0, labels).forEach(l -> columns.add(Column.number("as " + l)));
    }
    List<List<String>> cells = new ArrayList<>();
    for (AccuracyRow row : rows) {
      List<String> line =
          new ArrayList<>(
              List.of(
                  row.label() == null ? "all" : row.label().toString(),
                  Long.toString(row.images()),
                  Long.toString(row.correct()),
                  String.format(Locale.ROOT, "%.2f", 100 * row.accuracy())));
      if (matrix) {
        row.predicted().forEach(count -> line.add(count == 0 ? "." : count.toString()));
      }
      cells.add(line);
    }
    return new Sheet("", columns, cells, "");
  }

  /** How the best pixels of a ranking score: a line of the summary. */
  public record Best(double least, double mean, double share) {}

  private void importance(
      Runner.Finished finished, Collection<Metric> metrics, Collection<String> tops) {
    Dataset<ImportanceRow> rows = Tables.IMPORTANCE.read(runner.spark(), out, finished.run());
    int pixels = finished.row().rows() * finished.row().columns();
    List<List<String>> cells = new ArrayList<>();
    for (Metric metric : metrics) {
      for (String top : tops) {
        int best = PixelRanking.count(top, pixels);
        cells.add(line(rows, metric, top, best));
      }
    }
    terminal()
        .print(
            TerminalTables.text(
                new Sheet(
                    "Scores of the best pixels of each image",
                    List.of(
                        Column.text("metric"),
                        Column.text("top"),
                        Column.number("pixels"),
                        Column.number("mean score"),
                        Column.number("least"),
                        Column.number("share of all, %")),
                    cells,
                    "")));
  }

  private static List<String> line(
      Dataset<ImportanceRow> rows, Metric metric, String top, int best) {
    String name = metric.name().toLowerCase(Locale.ROOT);
    String rank = "rank" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    var isBest = col(rank).lt(best);
    Best found =
        rows.agg(
                min(when(isBest, col(name))).as("least"),
                avg(when(isBest, col(name))).as("mean"),
                sum(when(isBest, abs(col(name)))).divide(sum(abs(col(name)))).as("share"))
            .as(RecordEncoder.of(Best.class))
            .head();
    return List.of(
        name,
        top,
        Integer.toString(best),
        String.format(Locale.ROOT, "%.4g", found.mean()),
        String.format(Locale.ROOT, "%.4g", found.least()),
        String.format(Locale.ROOT, "%.1f", 100 * found.share()));
  }
}

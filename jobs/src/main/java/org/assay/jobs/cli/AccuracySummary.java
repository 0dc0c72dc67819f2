package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;

/**
 * Accuracy as the terminal shows it.
 *
 * @param rows one a label, then the one of all images
 * @param lane what onnxruntime says
 */
record AccuracySummary(List<AccuracyRow> rows, Lane lane) {

  /** How many images onnxruntime was asked about, and on how many it says the same. */
  public record Lane(long asked, long same) {}

  private static final int MOST_LABELS = 20;

  static AccuracySummary read(Runner runner, String out, String run) {
    Comparator<AccuracyRow> byLabel =
        Comparator.comparing(AccuracyRow::label, Comparator.nullsLast(Comparator.naturalOrder()));
    return new AccuracySummary(
        Tables.ACCURACY.read(runner.spark(), out, run).collectAsList().stream()
            .sorted(byLabel)
            .toList(),
        Tables.IMAGES
            .read(runner.spark(), out, run)
            .agg(
                count(col("onnxruntimeLabel")).as("asked"),
                count(when(col("onnxruntimeLabel").equalTo(col("predicted")), 1)).as("same"))
            .as(RecordEncoder.of(Lane.class))
            .head());
  }

  String text() {
    AccuracyRow all = rows.get(rows.size() - 1);
    return String.format(
            Locale.ROOT,
            "%,d of %,d images are labelled right: %.2f %%%n",
            all.correct(),
            all.images(),
            100 * all.accuracy())
        + said()
        + TerminalTables.text(confusion());
  }

  private String said() {
    return lane.asked() == 0
        ? "\n"
        : String.format(
            Locale.ROOT,
            "onnxruntime gives the same label to %,d of %,d images%n%n",
            lane.same(),
            lane.asked());
  }

  private Sheet confusion() {
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
}

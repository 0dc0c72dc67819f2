package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.table.Tables;

/**
 * Who disagrees with whom, as the terminal shows it.
 *
 * @param counts by lane and lane how many rows have two labels that differ; on the diagonal how
 *     many have a label
 * @param totals rows, rows on which not all agree, rows whose label is one in every order
 * @param versions what ran: element type, onnxruntime's version and the processor's features
 */
public record LanesSummary(List<List<Long>> counts, List<Long> totals, List<String> versions) {

  /** Columns of the table and what they are called. */
  private static final List<String> LANES =
      List.of(
          "exact",
          "float64",
          "biasLast",
          "biasFirst",
          "pairwise",
          "fused",
          "flushed",
          "onnxruntime");

  private static final List<String> NAMES =
      List.of(
          "exact",
          "float64",
          "bias last",
          "bias first",
          "pairwise",
          "fused",
          "flushed",
          "onnxruntime");

  private static final List<String> MEANINGS =
      List.of(
          "real numbers",
          "float64, one after another, bias last",
          "float32, one after another, bias last",
          "float32, the same, bias first",
          "float32, sums of halves",
          "float32, fused multiply-add",
          "float32, subnormals flushed to zero",
          "the file, on this processor");

  public LanesSummary {
    counts = List.copyOf(counts);
    totals = List.copyOf(totals);
    versions = List.copyOf(versions);
  }

  /** The counts of one run. */
  public static LanesSummary read(SparkSession spark, String out, String run) {
    Dataset<Row> rows = Tables.LANES.read(spark, out, run).toDF();
    List<Column> asked = new ArrayList<>();
    for (String one : LANES) {
      for (String other : LANES) {
        Column both = one.equals(other) ? col(one).isNotNull() : col(one).notEqual(col(other));
        asked.add(count(when(both, 1)));
      }
    }
    asked.add(count(when(col("agree"), null).otherwise(1)));
    asked.add(count(col("anyOrder")));
    Row found = rows.agg(count(lit(1)), asked.toArray(Column[]::new)).head();
    List<List<Long>> counts = new ArrayList<>();
    for (int i = 0; i < LANES.size(); i++) {
      List<Long> line = new ArrayList<>();
      for (int j = 0; j < LANES.size(); j++) {
        line.add(found.getLong(1 + i * LANES.size() + j));
      }
      counts.add(line);
    }
    int last = LANES.size() * LANES.size();
    List<Long> totals = List.of(found.getLong(0), found.getLong(last + 1), found.getLong(last + 2));
    List<String> versions =
        rows
            .select("elementType", "onnxruntimeVersion", "cpuFlags")
            .distinct()
            .collectAsList()
            .stream()
            .map(LanesSummary::version)
            .sorted()
            .toList();
    return new LanesSummary(counts, totals, versions);
  }

  private static String version(Row row) {
    String other = row.getString(0).equals("FLOAT32") ? "float64" : "float32";
    String ran = row.isNullAt(1) ? "was not run" : row.getString(1);
    return "Weights are %s: lanes in %s are casts. onnxruntime %s. Processor: %s%n"
        .formatted(
            row.getString(0).toLowerCase(Locale.ROOT),
            other,
            ran,
            row.isNullAt(2) ? "unknown" : row.getString(2));
  }

  /** How many rows have two labels that differ, lane by lane. */
  Sheet sheet() {
    List<Sheet.Column> columns = new ArrayList<>();
    columns.add(Sheet.Column.text("lane"));
    NAMES.forEach(name -> columns.add(Sheet.Column.number(name)));
    columns.add(Sheet.Column.number("no label"));
    columns.add(Sheet.Column.text("meaning"));
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < LANES.size(); i++) {
      List<String> line = new ArrayList<>();
      line.add(NAMES.get(i));
      for (int j = 0; j < LANES.size(); j++) {
        line.add(i == j ? "." : Numbers.whole(counts.get(i).get(j)));
      }
      line.add(Numbers.whole(totals.get(0) - counts.get(i).get(i)));
      line.add(MEANINGS.get(i));
      cells.add(line);
    }
    return new Sheet("Rows to which two lanes give different labels", columns, cells, "");
  }

  private String agreement() {
    return String.format(
        Locale.ROOT,
        "All lanes agree on %,d of %,d; on %,d the label is the same in every order of additions.",
        totals.get(0) - totals.get(1),
        totals.get(0),
        totals.get(2));
  }

  /** For the report. */
  SheetSection section(String arguments) {
    return new SheetSection(
        "The label in every arithmetic",
        agreement() + " " + String.join(" ", versions).strip(),
        arguments,
        List.of(
            new SheetSection.Key(
                Numbers.whole(totals.get(1)),
                "of %s rows on which arithmetics give different labels"
                    .formatted(Numbers.whole(totals.get(0))))),
        List.of(sheet()));
  }

  /** For the terminal. */
  public String text() {
    return TerminalTables.text(sheet())
        + String.format(Locale.ROOT, "%n%s%n", agreement())
        + String.join("", versions);
  }
}

package org.assay.jobs.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.RecordEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the smallest changes of many images, small enough for a page.
 *
 * @param counts how many images have which outcome for which reason
 * @param lows quantiles of the low ends, by {@link #PARTS}; empty where no image has both ends
 * @param highs likewise of the high ends
 * @param nearest the images whose witnesses are smallest, smallest first
 */
public record Distances(
    List<OutcomeCount> counts, List<Double> lows, List<Double> highs, List<Nearest> nearest) {

  /** The parts of all images at which quantiles are told. */
  static final List<Double> PARTS = List.of(0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0);

  private static final List<String> PART_NAMES =
      List.of("least", "10 %", "25 %", "median", "75 %", "90 %", "greatest");

  private static final List<String> OUTCOMES =
      List.of("Bracketed", "Never", "Already", "Open", "Undecided");

  private static final int MOST_SHOWN = 10;

  /** How many images have one outcome. */
  public record OutcomeCount(String outcome, @Nullable String reason, long images) {}

  /** An image with its ends. */
  public record Nearest(
      int image,
      int label,
      int predicted,
      @Nullable Double lowDouble,
      double highDouble,
      int witnessLabel,
      @Nullable Integer witnessOrderedLabel) {}

  public Distances {
    counts = List.copyOf(counts);
    lows = List.copyOf(lows);
    highs = List.copyOf(highs);
    nearest = List.copyOf(nearest);
  }

  /** What rows that ask the same of different images say. */
  public static Distances of(Dataset<DistanceRow> rows) {
    List<OutcomeCount> counts =
        new ArrayList<>(
            rows.groupBy("outcome", "reason")
                .agg(count(lit(1)).as("images"))
                .as(RecordEncoder.of(OutcomeCount.class))
                .collectAsList());
    counts.sort(
        Comparator.comparingInt((OutcomeCount c) -> OUTCOMES.indexOf(c.outcome()))
            .thenComparing(c -> String.valueOf(c.reason())));
    Dataset<DistanceRow> both =
        rows.where(col("lowDouble").isNotNull().and(col("highDouble").isNotNull()));
    Row quantiles =
        both.agg(
                percentile(col("lowDouble"), parts()).as("lows"),
                percentile(col("highDouble"), parts()).as("highs"))
            .head();
    List<Nearest> nearest =
        rows.where(col("highDouble").isNotNull().and(col("witnessLabel").isNotNull()))
            .orderBy("highDouble", "image")
            .limit(MOST_SHOWN)
            .select(
                col("image"),
                col("label"),
                col("predicted"),
                col("lowDouble"),
                col("highDouble"),
                col("witnessLabel"),
                col("witnessOrderedLabel"))
            .as(RecordEncoder.of(Nearest.class))
            .collectAsList();
    return new Distances(
        counts,
        quantiles.isNullAt(0) ? List.of() : quantiles.getList(0),
        quantiles.isNullAt(1) ? List.of() : quantiles.getList(1),
        nearest);
  }

  private static Column parts() {
    return array(PARTS.stream().map(part -> lit(part)).toArray(Column[]::new));
  }

  long images() {
    return counts.stream().mapToLong(OutcomeCount::images).sum();
  }

  long images(String outcome) {
    return counts.stream()
        .filter(c -> c.outcome().equals(outcome))
        .mapToLong(OutcomeCount::images)
        .sum();
  }

  /** How many images have which outcome. */
  public Sheet outcomes() {
    return new Sheet(
        "Outcomes",
        List.of(
            Sheet.Column.text("outcome"),
            Sheet.Column.text("reason"),
            Sheet.Column.number("images"),
            Sheet.Column.number("%")),
        counts.stream()
            .map(
                c ->
                    List.of(
                        c.outcome(),
                        c.reason() == null ? Sheet.NONE : c.reason(),
                        Numbers.whole(c.images()),
                        Numbers.percent(c.images(), images())))
            .toList(),
        "Bracketed: both ends, no further apart than the precision. Never: proved that no change does"
            + " it. Already: the predicted label is the wanted one. Open: the ends are further apart,"
            + " or nothing was found.");
  }

  /** How small changes can be, over all images that have both ends. */
  public Sheet quantiles() {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < lows.size() && i < highs.size(); i++) {
      cells.add(
          List.of(PART_NAMES.get(i), Numbers.measure(lows.get(i)), Numbers.measure(highs.get(i))));
    }
    return new Sheet(
        "The smallest change over all images",
        List.of(
            Sheet.Column.text("quantile"),
            Sheet.Column.number("proved to be above"),
            Sheet.Column.number("witness of")),
        cells,
        "Of the images that have both ends; quantiles of each end.");
  }

  /** The images nearest to another label. */
  public Sheet smallest() {
    return new Sheet(
        "The images nearest to another label",
        List.of(
            Sheet.Column.number("image"),
            Sheet.Column.number("label"),
            Sheet.Column.number("predicted"),
            Sheet.Column.number("becomes"),
            Sheet.Column.number("no change up to"),
            Sheet.Column.number("witness of"),
            Sheet.Column.number("in floats")),
        nearest.stream().map(Distances::cells).toList(),
        "in floats: what the network's own arithmetic says of the witness.");
  }

  private static List<String> cells(Nearest n) {
    return List.of(
        Integer.toString(n.image()),
        Integer.toString(n.label()),
        Integer.toString(n.predicted()),
        Integer.toString(n.witnessLabel()),
        n.lowDouble() == null ? Sheet.NONE : Numbers.measure(n.lowDouble()),
        Numbers.measure(n.highDouble()),
        n.witnessOrderedLabel() == null ? Sheet.NONE : n.witnessOrderedLabel().toString());
  }
}

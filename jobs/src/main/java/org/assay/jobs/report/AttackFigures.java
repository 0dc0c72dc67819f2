package org.assay.jobs.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.table.AttackRow;
import org.assay.jobs.table.RecordEncoder;
import org.jspecify.annotations.Nullable;

/** How often heuristic attacks found another label. */
public final class AttackFigures {

  private static final String NOTE =
      "Found: a point within the radius that the network, run plainly in its element type and stated"
          + " order, gives another label. Not found proves nothing. Of images that are labelled right;"
          + " at the last point: where only that one is looked at. Exact agrees: points found whose label"
          + " in real numbers is not the true one either.";

  private AttackFigures() {}

  /**
   * The counts of a radius and method.
   *
   * @param attacked images that are labelled right and were attacked
   * @param wrong images that are labelled wrong without an attack
   * @param refused images that could not be attacked
   * @param found of the attacked ones; likewise at the last point, and those whose exact label is
   *     not the true one either
   * @param steps on average of those found; null where none was
   */
  public record ByRadius(
      String method,
      String radius,
      double radiusDouble,
      int stepsAsked,
      long attacked,
      long wrong,
      long refused,
      long found,
      long foundAtLast,
      long foundExactly,
      @Nullable Double steps) {}

  /** Counts rows, which hold an image, radius and method once. */
  public static List<ByRadius> of(Dataset<AttackRow> rows) {
    Column refused = col("outcome").equalTo("NOT_ATTACKED");
    Column attacked = refused.unary_$bang().and(col("label").equalTo(col("predicted")));
    Column found = attacked.and(col("success"));
    return rows.groupBy("method", "radius", "radiusDouble", "stepsAsked")
        .agg(
            many(attacked).as("attacked"),
            many(refused.unary_$bang().and(col("label").notEqual(col("predicted")))).as("wrong"),
            many(refused).as("refused"),
            many(found).as("found"),
            many(attacked.and(col("lastSuccess"))).as("foundAtLast"),
            many(found.and(col("witnessExactLabel").notEqual(col("label")))).as("foundExactly"),
            avg(when(found, col("steps"))).as("steps"))
        .orderBy("method", "radiusDouble", "stepsAsked")
        .as(RecordEncoder.of(ByRadius.class))
        .collectAsList();
  }

  private static Column many(Column condition) {
    return count(when(condition, lit(1)));
  }

  /** The counts as a table. */
  public static Sheet sheet(List<ByRadius> counts) {
    return new Sheet(
        "Heuristic attacks",
        List.of(
            Sheet.Column.text("attack"),
            Sheet.Column.number("radius"),
            Sheet.Column.number("steps asked"),
            Sheet.Column.number("images"),
            Sheet.Column.number("found"),
            Sheet.Column.number("not found"),
            Sheet.Column.number("success"),
            Sheet.Column.number("at the last point"),
            Sheet.Column.number("exact agrees"),
            Sheet.Column.number("steps to it"),
            Sheet.Column.number("labelled wrong"),
            Sheet.Column.number("not attacked")),
        counts.stream().map(AttackFigures::cells).toList(),
        NOTE);
  }

  private static List<String> cells(ByRadius counts) {
    return List.of(
        counts.method(),
        Numbers.measure(counts.radiusDouble()),
        Numbers.whole(counts.stepsAsked()),
        Numbers.whole(counts.attacked()),
        Numbers.whole(counts.found()),
        Numbers.whole(counts.attacked() - counts.found()),
        share(counts.found(), counts.attacked()),
        share(counts.foundAtLast(), counts.attacked()),
        Numbers.whole(counts.foundExactly()),
        counts.steps() == null ? Sheet.NONE : String.format(Locale.ROOT, "%.1f", counts.steps()),
        Numbers.whole(counts.wrong()),
        Numbers.whole(counts.refused()));
  }

  private static String share(long part, long whole) {
    return whole == 0 ? Sheet.NONE : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }
}

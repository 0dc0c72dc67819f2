package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.table.NumericsRow;
import org.assay.jobs.table.RecordEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The sums at which rounding decides most, small enough for a screen.
 *
 * @param first the first rows of one run, by rank
 */
public record Numerics(List<NumericsRow> first, Totals totals) {

  /** How many rows are shown. */
  private static final int SHOWN = 20;

  /**
   * Counts of units.
   *
   * @param images how many were run
   * @param phases units that are seen to change phase on some image
   * @param labels units whose order of additions alone is seen to change some label
   */
  public record Totals(
      long units, long findings, @Nullable Long images, long phases, long labels) {}

  public Numerics {
    first = List.copyOf(first);
  }

  /** Of the rows of one run. */
  public static Numerics of(Dataset<NumericsRow> rows) {
    return new Numerics(
        rows.orderBy("rank").limit(SHOWN).collectAsList(),
        rows.agg(
                count(lit(1)).as("units"),
                count(when(size(col("findings")).gt(0), 1)).as("findings"),
                max("images").as("images"),
                count(when(col("phaseSeen").gt(0), 1)).as("phases"),
                count(when(col("labelSeen").gt(0), 1)).as("labels"))
            .as(RecordEncoder.of(Totals.class))
            .head());
  }

  /** What was found, in a sentence or two. */
  public String verdict() {
    String found =
        totals.findings() == 0
            ? "Nothing found: at none of %s sums does rounding decide what is passed on."
                .formatted(Numbers.whole(totals.units()))
            : "FOUND: rounding decides at %s of %s sums."
                .formatted(Numbers.whole(totals.findings()), Numbers.whole(totals.units()));
    return totals.labels() == 0
        ? found
        : found
            + " At %s sums the order of additions alone changes the label of an image."
                .formatted(Numbers.whole(totals.labels()));
  }

  /** How many findings, for the top of the page. */
  SheetSection.Key key() {
    return new SheetSection.Key(
        Numbers.whole(totals.findings()),
        "of %s sums at which rounding decides".formatted(Numbers.whole(totals.units())));
  }

  /** The first rows. */
  public Sheet units() {
    return new Sheet(
        "The sums at which rounding decides most",
        List.of(
            Sheet.Column.number("rank"),
            Sheet.Column.number("layer"),
            Sheet.Column.number("unit"),
            Sheet.Column.text("finding"),
            Sheet.Column.number("score"),
            Sheet.Column.number("cancellation"),
            Sheet.Column.number("rounding"),
            Sheet.Column.number("passed on"),
            Sheet.Column.number("phases"),
            Sheet.Column.number("labels"),
            Sheet.Column.number("box: cancellation"),
            Sheet.Column.number("rounding"),
            Sheet.Column.number("passed on"),
            Sheet.Column.number("chains")),
        first.stream().map(Numerics::cells).toList(),
        "cancellation: magnitudes of all terms by that of the sum. rounding: the most by which the"
            + " order of additions can move what is passed on. phases, labels: images on which"
            + " another order is seen to change the unit's phase, the network's label. box: over all"
            + " inputs, by interval bounds. chains: the lesser of the two greatest products of"
            + " weights that meet. A score from 1 on is a finding.");
  }

  private static List<String> cells(NumericsRow row) {
    return List.of(
        Integer.toString(row.rank()),
        Integer.toString(row.layer()),
        Integer.toString(row.unit()),
        row.findings().isEmpty() ? Sheet.NONE : String.join(" ", row.findings()),
        measure(row.score()),
        measure(row.cancellation()),
        measure(row.rounding()),
        measure(row.passed()),
        row.phaseSeen() == null ? Sheet.NONE : Numbers.whole(row.phaseSeen()),
        row.labelSeen() == null ? Sheet.NONE : Numbers.whole(row.labelSeen()),
        measure(row.boxCancellation()),
        measure(row.boxRounding()),
        measure(row.boxPassed()),
        measure(row.otherChain()));
  }

  private static String measure(@Nullable Double value) {
    if (value == null) {
      return Sheet.NONE;
    }
    return Double.isInfinite(value) ? "infinite" : Numbers.measure(value);
  }
}

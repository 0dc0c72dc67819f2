package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.assay.exact.Rational;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessRow;

/** How many images keep their true label within a radius, from rows of {@code robustness}. */
public final class RobustnessFigures {

  private static final String UNDECIDED = "Undecided";

  private RobustnessFigures() {}

  /**
   * The images at one radius; every image is one of robust, attacked, misclassified, undecided.
   *
   * @param radius {@code p/q}
   * @param attacked that have a witness other than themselves
   * @param misclassified those that are their own witness
   */
  public record ByRadius(
      String radius,
      double radiusDouble,
      long images,
      long robust,
      long attacked,
      long misclassified,
      long undecided) {

    /** Those that some input within the radius gives another label: the adversarial errors. */
    public long wrong() {
      return attacked + misclassified;
    }
  }

  /**
   * The same for the images of one true label.
   *
   * @param label the true label
   */
  public record ByLabel(
      String radius, double radiusDouble, int label, long images, long robust, long undecided) {}

  /** One radius after the other. */
  public static List<ByRadius> byRadius(Dataset<RobustnessRow> rows) {
    Column violated = col("verdict").equalTo("Violated");
    Column image = col("method").equalTo("IMAGE");
    return rows.groupBy("radius", "radiusDouble")
        .agg(
            count(lit(1)).as("images"),
            counted(col("verdict").equalTo("Robust")).as("robust"),
            counted(violated.and(image.unary_$bang())).as("attacked"),
            counted(violated.and(image)).as("misclassified"),
            counted(col("verdict").equalTo(UNDECIDED)).as("undecided"))
        .orderBy("radiusDouble", "radius")
        .as(RecordEncoder.of(ByRadius.class))
        .collectAsList();
  }

  /** One radius after the other, and of each one label after the other. */
  static List<ByLabel> byLabel(Dataset<RobustnessRow> rows) {
    return rows.groupBy("radius", "radiusDouble", "label")
        .agg(
            count(lit(1)).as("images"),
            counted(col("verdict").equalTo("Robust")).as("robust"),
            counted(col("verdict").equalTo(UNDECIDED)).as("undecided"))
        .orderBy("radiusDouble", "radius", "label")
        .as(RecordEncoder.of(ByLabel.class))
        .collectAsList();
  }

  private static Column counted(Column condition) {
    return count(when(condition, 1));
  }

  /** One line a radius. */
  public static Sheet sheet(List<ByRadius> radii) {
    List<List<String>> cells = new ArrayList<>();
    for (ByRadius at : radii) {
      cells.add(
          List.of(
              name(at.radius, at.radiusDouble),
              Numbers.whole(at.images),
              Numbers.whole(at.robust),
              Numbers.whole(at.attacked),
              Numbers.whole(at.misclassified),
              Numbers.whole(at.undecided),
              percent(at.robust, at.images),
              percent(at.wrong(), at.images),
              percent(at.wrong() + at.undecided, at.images)));
    }
    return new Sheet(
        "Images that keep their true label within a radius",
        List.of(
            Sheet.Column.text("radius"),
            Sheet.Column.number("images"),
            Sheet.Column.number("certified"),
            Sheet.Column.number("attacked"),
            Sheet.Column.number("misclassified"),
            Sheet.Column.number("undecided"),
            Sheet.Column.number("certified %"),
            Sheet.Column.number("adversarial error from %"),
            Sheet.Column.number("to %")),
        cells,
        "");
  }

  /** A radius as people write it: as a decimal where that is short and exact. */
  public static String name(String radius, double radiusDouble) {
    String decimal = BigDecimal.valueOf(radiusDouble).stripTrailingZeros().toPlainString();
    return Rational.parse(decimal).equals(Rational.parse(radius)) ? decimal : radius;
  }

  /** A share in per cent with two digits, of which ten thousand images need both. */
  static String percent(long part, long whole) {
    return whole == 0 ? Sheet.NONE : String.format(Locale.ROOT, "%.2f", 100.0 * part / whole);
  }
}

package org.assay.jobs.job;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;

/** The figures of a run of pixels, added up from its table {@code pixel_summary}. */
public final class Figures {

  /**
   * Images of one predicted label; -1 stands for those whose decision crashed.
   *
   * @param images that were audited
   * @param attacked of these, with at least one attack
   * @param units pixels or pairs looked at, and so the others
   */
  public record ByLabel(
      int predicted,
      long images,
      long attacked,
      long units,
      long attackable,
      long newAttacks,
      long undecided) {

    public ByLabel plus(ByLabel other) {
      return new ByLabel(
          predicted,
          images + other.images,
          attacked + other.attacked,
          units + other.units,
          attackable + other.attackable,
          newAttacks + other.newAttacks,
          undecided + other.undecided);
    }
  }

  private Figures() {}

  /** By predicted label, ascending. */
  public static List<ByLabel> byLabel(SparkSession spark, String out, String run) {
    Dataset<PixelSummaryRow> rows = Tables.PIXEL_SUMMARY.read(spark, out, run);
    return rows.groupBy("predicted")
        .agg(
            functions.count(functions.lit(1)).as("images"),
            functions.count(functions.when(functions.col("attackable").gt(0), 1)).as("attacked"),
            functions.sum("units").as("units"),
            functions.sum("attackable").as("attackable"),
            functions.sum("newAttacks").as("newAttacks"),
            functions.sum("undecided").as("undecided"))
        .orderBy("predicted")
        .as(RecordEncoder.of(ByLabel.class))
        .collectAsList();
  }
}

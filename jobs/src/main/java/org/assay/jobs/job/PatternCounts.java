package org.assay.jobs.job;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.assay.jobs.table.PatternsRow;
import org.assay.jobs.table.Tables;

/** Counts the different activation patterns that images visit, layer by layer. */
final class PatternCounts {

  private PatternCounts() {}

  /**
   * One row a layer.
   *
   * @param visited patterns of images and of lines through them, any number of times each
   * @param images that were traced
   * @param lines whose patterns are among those visited
   */
  static Dataset<PatternsRow> of(Dataset<VisitedPattern> visited, long images, long lines) {
    return visited
        .groupBy("layer", "units", "fingerprint")
        .agg(max(col("own").cast("int")).as("own"))
        .groupBy("layer", "units")
        .agg(
            lit(images).as("images"),
            coalesce(sum(col("own").cast("long")), lit(0L)).as("imagePatterns"),
            lit(lines).as("lines"),
            count(lit(1)).as("allPatterns"))
        .orderBy("layer")
        .as(Tables.PATTERNS.encoder());
  }
}

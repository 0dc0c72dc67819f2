package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.time.Duration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run of {@code verify}, judged again: all violations, and a seeded sample of what is
 * said to hold.
 *
 * @param sample how many rows that hold, at most
 */
record VerifyCheck(SparkSession spark, String out, String run, int sample, long seed) {

  private static final int PIECES_OF_CORE = 16;

  /**
   * What judges are made of.
   *
   * @param stored the network that all rows are about; null where each names its own
   * @param pre of the network that stands before each that a row names; null for none
   */
  record Means(
      FileStore files,
      @Nullable Broadcast<SharedNetwork> stored,
      @Nullable String pre,
      long seed,
      Duration timeout)
      implements Serializable {

    VerifyJudge judge() {
      return new VerifyJudge(files, stored == null ? null : stored.value(), pre, seed, timeout);
    }
  }

  /** Each row that is judged, with what was found. */
  Dataset<Judged> judged(Means means, LongAccumulator done) {
    Dataset<VerifyRow> rows = Tables.VERIFY.read(spark, out, run);
    Column violated = col("verdict").eqNullSafe("Violated").or(col("answer").equalTo("sat"));
    Column holds = col("verdict").eqNullSafe("Holds").or(col("answer").equalTo("unsat"));
    return rows.where(violated)
        .union(
            rows.where(not(violated).and(holds))
                .orderBy(xxhash64(lit(seed), col("row")))
                .limit(sample))
        .repartitionByRange(PIECES_OF_CORE * spark.sparkContext().defaultParallelism(), col("row"))
        .mapPartitions(
            (MapPartitionsFunction<VerifyRow, Judged>)
                mine -> {
                  VerifyJudge judge = means.judge();
                  return new UnitIterator<>(mine, judge::judge, done);
                },
            RecordEncoder.of(Judged.class));
  }
}

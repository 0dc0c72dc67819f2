package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.time.Duration;
import java.util.function.BiFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run about smallest changes, judged again: what all say of their upper ends, and a
 * seeded sample of the lower ones.
 *
 * @param sample how many lower ends, at most
 */
record DistanceCheck(SparkSession spark, String out, String run, int sample, long seed) {

  private static final int PIECES_OF_CORE = 4;

  /**
   * What judges are made of.
   *
   * @param reduction what made the network's inputs of the images; null for none
   * @param domain lo:hi of every pixel
   */
  record Means(
      Broadcast<SharedNetwork> network,
      @Nullable Broadcast<SharedNetwork> reduction,
      String domain,
      long seed,
      Duration timeout)
      implements Serializable {

    DistanceJudge judge() {
      return new DistanceJudge(
          network.value().network(),
          reduction == null ? null : reduction.value().network(),
          domain,
          seed,
          timeout);
    }
  }

  private interface Work extends BiFunction<DistanceJudge, DistanceRow, Judged>, Serializable {}

  /** Each end that is judged, with what was found. */
  Dataset<Judged> judged(Means means, LongAccumulator done) {
    Dataset<DistanceRow> rows = Tables.DISTANCE.read(spark, out, run);
    Dataset<DistanceRow> told =
        rows.where(col("outcome").notEqual("Undecided").or(col("high").isNotNull()));
    Dataset<DistanceRow> lower =
        rows.where(col("low").isNotNull()).orderBy(xxhash64(lit(seed), col("image"))).limit(sample);
    return judged(told, means, DistanceJudge::upper, done)
        .union(judged(lower, means, DistanceJudge::lower, done));
  }

  private Dataset<Judged> judged(
      Dataset<DistanceRow> rows, Means means, Work work, LongAccumulator done) {
    return rows.repartition(PIECES_OF_CORE * spark.sparkContext().defaultParallelism())
        .mapPartitions(
            (MapPartitionsFunction<DistanceRow, Judged>)
                mine -> {
                  DistanceJudge judge = means.judge();
                  return new UnitIterator<>(mine, row -> work.apply(judge, row), done);
                },
            RecordEncoder.of(Judged.class));
  }
}

package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;
import org.assay.query.Arithmetic;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * The rows of a run about changes of biases, judged again: every patch, and a seeded sample of the
 * lower ends. Rows over other arithmetic than EXACT are left out.
 *
 * @param sample how many lower ends, at most
 */
record PatchCheck(SparkSession spark, String out, String run, int sample, long seed) {

  private static final int PIECES_OF_CORE = 16;

  /**
   * What judges are made of.
   *
   * @param reduction what made the network's inputs of the images; null for none
   */
  record Means(
      Broadcast<SharedNetwork> network,
      @Nullable Broadcast<SharedNetwork> reduction,
      Duration timeout)
      implements Serializable {}

  private interface Work extends BiFunction<PatchJudge, PatchRow, Judged>, Serializable {}

  /** Each end that is judged, with what was found. */
  Dataset<Judged> judged(Means means, LongAccumulator done) {
    Broadcast<Map<Integer, float[]>> images = images();
    Dataset<PatchRow> rows =
        Tables.PATCHES
            .read(spark, out, run)
            .where(col("arithmetic").equalTo(Arithmetic.EXACT.name()))
            .where(col("reason").isNull().or(col("reason").notEqual("CRASHED")));
    Dataset<PatchRow> lower =
        rows.where(col("low").isNotNull().and(col("lowDouble").gt(0)))
            .orderBy(xxhash64(lit(seed), col("quantised"), col("question")))
            .limit(sample);
    return judged(rows, means, images, PatchJudge::upper, done)
        .union(judged(lower, means, images, PatchJudge::lower, done));
  }

  private Broadcast<Map<Integer, float[]>> images() {
    Map<Integer, float[]> pixels = new HashMap<>();
    Tables.IMAGES
        .read(spark, out, run)
        .collectAsList()
        .forEach(row -> pixels.put(row.image(), floats(row.pixels())));
    return spark.sparkContext().broadcast(pixels, ClassTag.apply(Map.class));
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private Dataset<Judged> judged(
      Dataset<PatchRow> rows,
      Means means,
      Broadcast<Map<Integer, float[]>> images,
      Work work,
      LongAccumulator done) {
    return rows.repartition(PIECES_OF_CORE * spark.sparkContext().defaultParallelism())
        .mapPartitions(
            (MapPartitionsFunction<PatchRow, Judged>)
                mine -> {
                  PatchJudge judge =
                      new PatchJudge(
                          means.network().value(),
                          means.reduction() == null ? null : means.reduction().value().network(),
                          images.value(),
                          means.timeout());
                  return UnitIterator.closing(mine, row -> work.apply(judge, row), done, judge);
                },
            RecordEncoder.of(Judged.class));
  }
}

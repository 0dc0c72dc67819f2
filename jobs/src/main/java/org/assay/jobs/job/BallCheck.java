package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;

/**
 * The rows of a run of robustness, judged again: all witnesses, and a seeded sample of what is said
 * to be robust.
 *
 * @param sample how many robust rows, at most
 */
record BallCheck(SparkSession spark, String out, String run, int sample, long seed) {

  /** Each row that is judged, with what was found. */
  Dataset<Judged> judged(BallJudge judge, Broadcast<SharedNetwork> network, LongAccumulator done) {
    return Tables.IMAGES
        .read(spark, out, run)
        .groupByKey((MapFunction<ImageRow, Integer>) ImageRow::image, Encoders.INT())
        .cogroup(
            rows()
                .groupByKey(
                    (MapFunction<RobustnessRow, Integer>) RobustnessRow::image, Encoders.INT()),
            (CoGroupFunction<Integer, ImageRow, RobustnessRow, Judged>)
                (image, images, rows) -> {
                  List<Judged> judgedHere = judged(judge, network.value(), image, images, rows);
                  done.add(1);
                  return judgedHere.iterator();
                },
            RecordEncoder.of(Judged.class));
  }

  private Dataset<RobustnessRow> rows() {
    Dataset<RobustnessRow> rows = Tables.ROBUSTNESS.read(spark, out, run);
    return rows.where(col("verdict").equalTo("Violated"))
        .union(
            rows.where(col("verdict").equalTo("Robust"))
                .orderBy(xxhash64(lit(seed), col("image"), col("radius")))
                .limit(sample));
  }

  private static List<Judged> judged(
      BallJudge judge,
      SharedNetwork network,
      int image,
      Iterator<ImageRow> images,
      Iterator<RobustnessRow> rows) {
    List<RobustnessRow> all = new ArrayList<>();
    rows.forEachRemaining(all::add);
    if (all.isEmpty()) {
      return List.of();
    }
    return images.hasNext()
        ? judge.judge(network.network(), images.next(), all)
        : List.of(
            new Judged(
                Tables.ROBUSTNESS.name(),
                image,
                false,
                "WRONG",
                "the image has no row in " + Tables.IMAGES.name()));
  }
}

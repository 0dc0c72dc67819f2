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
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.job.ClaimJudge.Judged;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/**
 * The rows of a run of pixels, judged again: all witnesses, and a seeded sample of what is said to
 * be robust.
 *
 * @param sample how many robust rows, at most
 */
record PixelCheck(SparkSession spark, String out, String run, int sample, long seed) {

  private static final Encoder<StoredClaim> CLAIM = RecordEncoder.of(StoredClaim.class);

  /** Each claim that is judged, with what was found. */
  Dataset<Judged> judged(
      ClaimJudge judge, RunRow row, Broadcast<SharedNetwork> network, LongAccumulator done) {
    return Tables.IMAGES
        .read(spark, out, run)
        .groupByKey((MapFunction<ImageRow, Integer>) ImageRow::image, Encoders.INT())
        .cogroup(
            claims(row)
                .groupByKey((MapFunction<StoredClaim, Integer>) StoredClaim::image, Encoders.INT()),
            (CoGroupFunction<Integer, ImageRow, StoredClaim, Judged>)
                (image, rows, claims) -> {
                  Iterator<Judged> judgedHere = judged(judge, network.value(), image, rows, claims);
                  done.add(1);
                  return judgedHere;
                },
            RecordEncoder.of(Judged.class));
  }

  private Dataset<StoredClaim> claims(RunRow row) {
    String method = "smt".equals(row.engine()) ? "SMT" : "GEOMETRY";
    Dataset<PixelSummaryRow> summaries = Tables.PIXEL_SUMMARY.read(spark, out, run);
    Dataset<StoredClaim> first =
        summaries
            .where(col("firstWitness").isNotNull())
            .map(
                (MapFunction<PixelSummaryRow, StoredClaim>) s -> StoredClaim.witness(s, method),
                CLAIM);
    return Integer.valueOf(2).equals(row.count())
        ? first.union(pairs()).union(quietPairs(summaries, method))
        : first.union(pixels());
  }

  private Dataset<StoredClaim> pixels() {
    Dataset<PixelAttackRow> rows = Tables.PIXEL_ATTACKS.read(spark, out, run);
    return rows.where(col("witness").isNotNull())
        .map((MapFunction<PixelAttackRow, StoredClaim>) StoredClaim::witness, CLAIM)
        .union(
            rows.where(col("verdict").equalTo("Robust"))
                .orderBy(xxhash64(lit(seed), col("image"), col("pixel")))
                .limit(sample)
                .map((MapFunction<PixelAttackRow, StoredClaim>) StoredClaim::robust, CLAIM));
  }

  private Dataset<StoredClaim> pairs() {
    return Tables.PIXEL_PAIRS
        .read(spark, out, run)
        .where(col("firstWitness").isNotNull())
        .map((MapFunction<PixelPairRow, StoredClaim>) StoredClaim::witness, CLAIM);
  }

  /** One drawn robust pair for each of a sample of images in which nothing is undecided. */
  private Dataset<StoredClaim> quietPairs(Dataset<PixelSummaryRow> summaries, String method) {
    return summaries
        .where(col("undecided").equalTo(0))
        .orderBy(xxhash64(lit(seed), col("image")))
        .limit(sample)
        .map(
            (MapFunction<PixelSummaryRow, StoredClaim>) s -> StoredClaim.robustPairs(s, method),
            CLAIM);
  }

  private static Iterator<Judged> judged(
      ClaimJudge judge,
      SharedNetwork network,
      int image,
      Iterator<ImageRow> rows,
      Iterator<StoredClaim> claims) {
    List<StoredClaim> all = new ArrayList<>();
    claims.forEachRemaining(all::add);
    if (all.isEmpty()) {
      return List.<Judged>of().iterator();
    }
    if (!rows.hasNext()) {
      StoredClaim first = all.get(0);
      return List.of(
              new Judged(first.table(), image, false, "WRONG", "the image has no row in images"))
          .iterator();
    }
    return judge.judge(network, rows.next().pixels(), all).iterator();
  }
}

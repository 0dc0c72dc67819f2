package org.assay.jobs.job;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;
import org.assay.dataset.Example;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Decides pairs of pixels of every image (DeepChecktPA with t = 2, section IV-C), within its
 * activation pattern or over all of them: all pairs among the best pixels, each attackable one a
 * row, or all pairs there are, counted. Fills {@code images}, {@code pixel_pairs} and {@code
 * pixel_summary}.
 *
 * <p>The work is cut into tiles of an image's pairs, by the larger rank. How many tiles there are
 * follows from the question and the number of images alone, and tallies of tiles add up, so that
 * results do not depend on partitions or cores.
 */
public record PairsJob(Subject subject, Setting setting, PixelsQuestion question) implements Job {

  private static final int FEWEST_TILES_OF_ALL_IMAGES = 64;
  private static final int TILES_WHEN_STORED = 16;

  /**
   * Some pairs of an image, decided.
   *
   * @param row the image; with its first tile only
   * @param tally null where the image could not be asked about
   */
  public record Part(
      int image,
      @Nullable ImageRow row,
      @Nullable PairCounts tally,
      List<PixelPairRow> pairs,
      Effort effort,
      List<String> differences) {}

  public PairsJob {
    question.check(subject.images(), setting.domain());
  }

  @Override
  public RunRow perform(Run run) {
    int tiles = tiles();
    PixelsQuestion asked = question;
    long count = (long) subject.images().count() * tiles;
    Dataset<Part> parts = run.counting("pairs", count, units -> run.pass(parts(run, units, tiles)));
    run.write(
        Tables.IMAGES,
        parts.where(functions.col("row").isNotNull()).select("row.*").as(Tables.IMAGES.encoder()));
    run.write(
        Tables.PIXEL_PAIRS, parts.selectExpr("inline(pairs)").as(Tables.PIXEL_PAIRS.encoder()));
    run.write(
        Tables.PIXEL_SUMMARY,
        tallies(parts, tiles)
            .map(
                (MapFunction<PairCounts, PixelSummaryRow>) counts -> counts.row(asked),
                Tables.PIXEL_SUMMARY.encoder()));
    return RunRows.of(
        run, subject, setting, RunRows.Asked.of(question), Differences.told(run, parts, "image"));
  }

  /** Tiles an image. */
  private int tiles() {
    if (!question.all()) {
      return 1;
    }
    int images = subject.images().count();
    int enough = (FEWEST_TILES_OF_ALL_IMAGES + images - 1) / images;
    return question.store() ? Math.max(TILES_WHEN_STORED, enough) : enough;
  }

  private static Dataset<PairCounts> tallies(Dataset<Part> parts, int tiles) {
    Dataset<PairCounts> tallies =
        parts
            .where(functions.col("tally").isNotNull())
            .select("tally.*")
            .as(RecordEncoder.of(PairCounts.class));
    return tiles == 1
        ? tallies
        : tallies
            .groupByKey((MapFunction<PairCounts, Integer>) PairCounts::image, Encoders.INT())
            .reduceGroups((ReduceFunction<PairCounts>) PairCounts::plus)
            .map(
                (MapFunction<Tuple2<Integer, PairCounts>, PairCounts>) pair -> pair._2(),
                RecordEncoder.of(PairCounts.class));
  }

  private Dataset<Part> parts(Run run, LongAccumulator units, int tiles) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    PixelsQuestion asked = question;
    Setting same = setting;
    return run.units((long) subject.images().count() * tiles)
        .mapPartitions(
            (MapPartitionsFunction<Long, Part>)
                numbers -> parts(numbers, network, images, asked, same, units, tiles),
            RecordEncoder.of(Part.class));
  }

  private static Iterator<Part> parts(
      Iterator<Long> numbers,
      Broadcast<SharedNetwork> network,
      Broadcast<SharedImages> images,
      PixelsQuestion question,
      Setting setting,
      LongAccumulator units,
      int tiles) {
    AuditTask task = new AuditTask(network.value(), question, setting, images.value().count());
    return UnitIterator.closing(
        numbers,
        number -> {
          Example example = images.value().example((int) (number / tiles));
          return new PairTiles(task, question, tiles).part(example, (int) (number % tiles));
        },
        units,
        task);
  }
}

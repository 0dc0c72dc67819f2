package org.assay.jobs.job;

import java.io.Serializable;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.assay.dataset.Example;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
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

  private static final String METHOD = "pairs 1";
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
  public String key() {
    return WorkKey.job(METHOD, subject, setting, question);
  }

  @Override
  public RunRow perform(Run run) {
    int tiles = tiles();
    PixelsQuestion asked = question;
    Dataset<Part> parts = run.decided(work(run, tiles));
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

  private Work<Part> work(Run run, int tiles) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    Asking asking = new Asking(question, setting, subject.images().count(), tiles);
    return Work.of(
            "pairs",
            WorkKey.of(
                METHOD,
                subject.network(),
                setting,
                question,
                AuditTask.samplesPerImage(question, asking.images)),
            LongStream.range(0, (long) asking.images * tiles)
                .mapToObj(u -> unit(u, tiles))
                .toList(),
            RecordEncoder.of(Part.class),
            (MapPartitionsFunction<Long, Part>)
                mine -> {
                  AuditTask task = asking.task(network.value());
                  return UnitIterator.closing(
                      mine, number -> asking.part(task, images.value(), number), task);
                },
            (number, cause) -> {
              try (AuditTask task = asking.task(subject.network())) {
                return asking
                    .tiles(task)
                    .crashed(
                        asking.example(subject.images(), number), (int) (number % tiles), cause);
              }
            })
        .undecidedWhere("tally.undecided > 0");
  }

  private String unit(long number, int tiles) {
    return subject.images().key((int) (number / tiles)) + " " + number % tiles + " of " + tiles;
  }

  /** What tasks need to know. */
  private record Asking(PixelsQuestion question, Setting setting, int images, int tiles)
      implements Serializable {

    AuditTask task(SharedNetwork network) {
      return new AuditTask(network, question, setting, images);
    }

    PairTiles tiles(AuditTask task) {
      return new PairTiles(task, question, tiles);
    }

    Part part(AuditTask task, SharedImages all, long number) {
      return tiles(task).part(example(all, number), (int) (number % tiles));
    }

    Example example(SharedImages all, long number) {
      return all.example((int) (number / tiles));
    }
  }
}

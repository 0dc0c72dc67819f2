package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.LaneRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.jobs.table.VerifyRow;

/**
 * Runs the witnesses that finished runs have stored in every arithmetic, each on the network that
 * its run stores. Fills {@code lanes}, by a run of its own for each. A unit of work is a witness.
 *
 * @param sources at least one
 */
public record WitnessLanesJob(List<Source> sources, Setting setting) implements Job {

  private static final Encoder<LanePoint> POINTS = RecordEncoder.of(LanePoint.class);

  public WitnessLanesJob {
    sources = List.copyOf(sources);
  }

  /**
   * A finished run.
   *
   * @param out where its tables are
   */
  public record Source(String out, String id, RunRow row) {

    /** Whether it stores its one network, and some witness. */
    public boolean hasWitness(SparkSession spark, FileStore files) {
      return row.labels() > 0
          && points(spark, files).filter(points -> !points.isEmpty()).isPresent();
    }

    /** Its witnesses; nothing where it has no table for them. */
    private Optional<Dataset<LanePoint>> points(SparkSession spark, FileStore files) {
      List<Dataset<LanePoint>> all = new ArrayList<>();
      LanePoint.Frame run = LanePoint.Frame.of(row);
      switch (row.command()) {
        case "robustness" ->
            all.add(
                rows(spark, files, Tables.ROBUSTNESS, col("witnessKind").isNotNull())
                    .map((MapFunction<RobustnessRow, LanePoint>) LanePoint::of, POINTS));
        case "distance" ->
            all.add(
                rows(spark, files, Tables.DISTANCE, col("witnessKind").isNotNull())
                    .map((MapFunction<DistanceRow, LanePoint>) LanePoint::of, POINTS));
        case "verify" ->
            all.add(
                rows(spark, files, Tables.VERIFY, col("verdict").equalTo("Violated"))
                    .map((MapFunction<VerifyRow, LanePoint>) LanePoint::of, POINTS));
        case "pixels" -> {
          all.add(
              rows(spark, files, Tables.PIXEL_ATTACKS, col("witness").isNotNull())
                  .map((MapFunction<PixelAttackRow, LanePoint>) r -> LanePoint.of(r, run), POINTS));
          all.add(
              rows(spark, files, Tables.PIXEL_PAIRS, col("firstWitness").isNotNull())
                  .map((MapFunction<PixelPairRow, LanePoint>) r -> LanePoint.of(r, run), POINTS));
        }
        case "scan-triggers" ->
            all.add(
                rows(spark, files, Tables.TRIGGER_EVIDENCE, col("witness").isNotNull())
                    .map(
                        (MapFunction<TriggerEvidenceRow, LanePoint>) r -> LanePoint.of(r, run),
                        POINTS));
        default -> all.clear();
      }
      return all.stream().reduce(Dataset::unionByName);
    }

    private <R extends Record> Dataset<R> rows(
        SparkSession spark, FileStore files, Table<R> table, Column which) {
      return files.exists(out + "/" + table.name())
          ? table.read(spark, out, id).where(which)
          : spark.createDataset(List.of(), table.encoder());
    }

    /** The images that the witnesses change. */
    private Dataset<ImageRow> images(SparkSession spark, FileStore files) {
      return rows(spark, files, Tables.IMAGES, lit(true));
    }
  }

  @Override
  public String key() {
    Source source = sources.get(0);
    return Key.of("witness lanes 1", RunRows.version(), source.out(), source.id());
  }

  @Override
  public Optional<Job> next(SparkSession spark, String out, String run) {
    return sources.size() == 1
        ? Optional.empty()
        : Optional.of(new WitnessLanesJob(sources.subList(1, sources.size()), setting));
  }

  @Override
  public RunRow perform(Run run) {
    Source source = sources.get(0);
    SharedNetwork network = SharedNetwork.of(source.row());
    boolean onnxruntime = LanesJob.takes(run, network);
    Dataset<LanePoint> points =
        source.points(run.spark(), Sessions.files(run.spark())).orElseThrow();
    long count = points.count();
    run.counting(
        "lanes of " + source.id(),
        count,
        done ->
            run.write(
                Tables.LANES, rows(run, source, points, new Means(network, onnxruntime, done))));
    return RunRows.of(run, source.row(), setting, Effort.of(count));
  }

  private record Means(SharedNetwork network, boolean onnxruntime, LongAccumulator done) {}

  private static Dataset<LaneRow> rows(
      Run run, Source source, Dataset<LanePoint> points, Means means) {
    Broadcast<SharedNetwork> network = run.share(means.network(), SharedNetwork.class);
    boolean onnxruntime = means.onnxruntime();
    LongAccumulator done = means.done();
    String id = source.id();
    return source
        .images(run.spark(), Sessions.files(run.spark()))
        .groupByKey((MapFunction<ImageRow, Integer>) ImageRow::image, Encoders.INT())
        .cogroup(
            points.groupByKey((MapFunction<LanePoint, Integer>) LanePoint::image, Encoders.INT()),
            (CoGroupFunction<Integer, ImageRow, LanePoint, LaneRow>)
                (image, images, mine) -> {
                  ImageRow original = images.hasNext() ? images.next() : null;
                  List<LaneRow> rows = new ArrayList<>();
                  if (mine.hasNext()) {
                    try (LaneTask task = new LaneTask(network.value(), onnxruntime)) {
                      mine.forEachRemaining(
                          point -> {
                            rows.add(task.row(point, original, id));
                            done.add(1);
                          });
                    }
                  }
                  return rows.iterator();
                },
            Tables.LANES.encoder());
  }
}

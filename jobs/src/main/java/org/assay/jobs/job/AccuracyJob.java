package org.assay.jobs.job;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.dataset.Example;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Predicts every image in ORDERED arithmetic and counts how often the true label is predicted.
 * Fills {@code images} and {@code accuracy}.
 *
 * @param onnxruntime whether to ask onnxruntime too
 */
public record AccuracyJob(Subject subject, Setting setting, boolean onnxruntime) implements Job {

  private static final String METHOD = "accuracy 1";

  /** How often images of a label were given a label. */
  public record Cell(int label, int predicted, long images) {}

  public AccuracyJob(Subject subject, Setting setting) {
    this(subject, setting, false);
  }

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting, onnxruntime);
  }

  @Override
  public RunRow perform(Run run) {
    int count = subject.images().count();
    if (onnxruntime) {
      // What it refuses is told before any work.
      OnnxRuntimeLane.open(subject.network()).close();
    }
    Dataset<ImageRow> images = run.write(Tables.IMAGES, run.decided(work(run)));
    List<Cell> cells =
        images
            .groupBy("label", "predicted")
            .agg(count(lit(1)).as("images"))
            .as(RecordEncoder.of(Cell.class))
            .collectAsList();
    List<AccuracyRow> rows = confusion(cells, subject.network().network().labels());
    run.write(
        Tables.ACCURACY, run.spark().createDataset(rows, Tables.ACCURACY.encoder()).coalesce(1));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Effort.of(count));
  }

  private Work<ImageRow> work(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    boolean lane = onnxruntime;
    return Work.of(
        "accuracy",
        WorkKey.of(METHOD, subject.network(), setting, lane),
        subject.images().keys(),
        Tables.IMAGES.encoder(),
        (MapPartitionsFunction<Long, ImageRow>)
            places -> predictions(places, network.value(), images.value(), lane),
        (place, cause) -> Crash.image(subject.images().example(Math.toIntExact(place))));
  }

  private static Iterator<ImageRow> predictions(
      Iterator<Long> places, SharedNetwork network, SharedImages images, boolean withLane) {
    BatchedInference inference = BatchedInference.of(network.network());
    Optional<OnnxRuntimeLane> lane =
        withLane ? Optional.of(OnnxRuntimeLane.open(network)) : Optional.empty();
    lane.ifPresent(UnitIterator::closeWithTask);
    return new BatchIterator<>(
        places,
        batch -> {
          List<Example> examples =
              batch.stream().map(place -> images.example(Math.toIntExact(place))).toList();
          double[][] logits = inference.logits(examples.stream().map(Example::image).toList());
          List<ImageRow> rows = new ArrayList<>();
          for (int i = 0; i < logits.length; i++) {
            Example example = examples.get(i);
            ImageRow row =
                Prediction.of(logits[i]).row(example, Prediction.Status.PREDICTED, null, null);
            rows.add(lane.map(l -> row.withOnnxruntimeLabel(l.label(example.image()))).orElse(row));
          }
          return rows;
        });
  }

  /** One row a true label that occurs, and the row of all images. */
  static List<AccuracyRow> confusion(List<Cell> cells, int labels) {
    long[][] counts = new long[labels + 1][labels];
    long[] images = new long[labels + 1];
    for (Cell cell : cells) {
      for (int row : new int[] {cell.label(), labels}) {
        images[row] += cell.images();
        if (cell.predicted() >= 0) {
          counts[row][cell.predicted()] += cell.images();
        }
      }
    }
    List<AccuracyRow> rows = new ArrayList<>();
    long correct = 0;
    for (int label = 0; label < labels; label++) {
      if (images[label] > 0) {
        correct += counts[label][label];
        rows.add(row(label, images[label], counts[label][label], counts[label]));
      }
    }
    rows.add(row(null, images[labels], correct, counts[labels]));
    return rows;
  }

  private static AccuracyRow row(
      @Nullable Integer label, long images, long correct, long[] predicted) {
    return new AccuracyRow(
        label,
        images,
        correct,
        (double) correct / images,
        Arrays.stream(predicted).boxed().toList());
  }
}

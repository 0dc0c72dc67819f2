package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.util.LongAccumulator;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.RoundingRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Predicts every image in ORDERED arithmetic by a network as it stands and by what is left of it
 * when significands are cut to fewer and fewer bits. Fills {@code rounding}. A unit of work is an
 * image and a network.
 */
public record RoundingJob(Subject subject, Setting setting, BitCounts bits) implements Job {

  @Override
  public RunRow perform(Run run) {
    long units = (1L + bits.counts().size()) * subject.images().count();
    List<RoundingRow> rows = run.counting("round", units, done -> rows(run, done));
    run.write(
        Tables.ROUNDING, run.spark().createDataset(rows, Tables.ROUNDING.encoder()).coalesce(1));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Effort.of(units));
  }

  private List<RoundingRow> rows(Run run, LongAccumulator done) {
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    int[] whole = labels(run, subject.network(), images, done);
    List<RoundingRow> rows = new ArrayList<>();
    rows.add(row(null, subject.network(), whole, whole));
    for (int count : bits.counts()) {
      SharedNetwork cut = subject.network().cut(count);
      rows.add(row(count, cut, labels(run, cut, images, done), whole));
    }
    return rows;
  }

  /** The predicted labels, by place; -1 where there is none. */
  static int[] labels(
      Run run, SharedNetwork network, Broadcast<SharedImages> images, LongAccumulator done) {
    Broadcast<SharedNetwork> shared = run.share(network, SharedNetwork.class);
    return run
        .units(images.value().count())
        .mapPartitions(
            (MapPartitionsFunction<Long, Integer>)
                places -> labels(places, shared.value(), images.value(), done),
            Encoders.INT())
        .collectAsList()
        .stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Iterator<Integer> labels(
      Iterator<Long> places, SharedNetwork network, SharedImages images, LongAccumulator done) {
    BatchedInference inference = BatchedInference.of(network.network());
    return new BatchIterator<>(
        places,
        batch -> {
          double[][] logits =
              inference.logits(
                  batch.stream()
                      .map(place -> images.example(Math.toIntExact(place)).image())
                      .toList());
          done.add(logits.length);
          return Arrays.stream(logits).map(l -> Prediction.of(l).label()).toList();
        });
  }

  private RoundingRow row(
      @Nullable Integer count, SharedNetwork network, int[] labels, int[] whole) {
    SharedImages images = subject.images();
    IntStream places = IntStream.range(0, labels.length);
    long correct = places.filter(place -> labels[place] == images.label(place)).count();
    long changed = IntStream.range(0, labels.length).filter(p -> labels[p] != whole[p]).count();
    return new RoundingRow(
        count,
        network.network().contentHash(),
        labels.length,
        correct,
        (double) correct / labels.length,
        changed);
  }
}

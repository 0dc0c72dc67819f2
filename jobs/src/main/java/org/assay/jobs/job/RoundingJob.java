package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.util.LongAccumulator;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RoundingRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Predicts every image in ORDERED arithmetic by a network as it stands and by what is left of it
 * when significands are cut to fewer and fewer bits; asks each for a patch, if one is asked for.
 * Fills {@code rounding}, and with a patch {@code patches} and {@code images}. A unit of work is an
 * image and a network.
 *
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 * @param patch put to each network; null for none
 */
public record RoundingJob(
    Subject subject,
    Setting setting,
    BitCounts bits,
    @Nullable Reduction reduction,
    @Nullable RoundingPatch patch)
    implements Job {

  public RoundingJob {
    if (patch != null) {
      PatchJob.Asked asked = patch.asked();
      Demands demands = new Demands(subject.network(), patch.images(), reduction);
      for (PatchQuestion question : asked.questions()) {
        asked.terms().check(subject.network().network(), question);
        demands.check(asked, question);
      }
    }
  }

  /** A job about the images themselves, without patches. */
  public RoundingJob(Subject subject, Setting setting, BitCounts bits) {
    this(subject, setting, bits, null, null);
  }

  @Override
  public String key() {
    RoundingPatch asked = patch;
    return WorkKey.job(
        "round",
        subject,
        setting,
        bits,
        WorkKey.of(reduction),
        asked == null ? "" : asked.asked().name() + Key.of(asked.images().keys()));
  }

  @Override
  public RunRow perform(Run run) {
    Answers patches = patch == null ? new Answers(List.of(), Effort.of(0)) : patches(run, patch);
    long units = (1L + bits.counts().size()) * subject.images().count();
    List<RoundingRow> rows = run.counting("round", units, done -> rows(run, patches.rows(), done));
    run.write(
        Tables.ROUNDING, run.spark().createDataset(rows, Tables.ROUNDING.encoder()).coalesce(1));
    return RunRows.of(run, this, patches.effort().plus(Effort.of(units)));
  }

  private record Answers(List<PatchRow> rows, Effort effort) {}

  private Answers patches(Run run, RoundingPatch asked) {
    run.write(
        Tables.IMAGES,
        new ReducedImages(subject.network(), reduction).predicted(run, asked.images()));
    PatchPass pass =
        new PatchPass(subject.network(), asked.images(), reduction, asked.asked(), bits.counts());
    Dataset<Decided<PatchRow>> answers = pass.answers(run, setting);
    Dataset<PatchRow> rows =
        run.write(Tables.PATCHES, Decided.rows(answers, Tables.PATCHES).coalesce(1));
    return new Answers(rows.collectAsList(), Decided.told(run, answers));
  }

  private List<RoundingRow> rows(Run run, List<PatchRow> patches, LongAccumulator done) {
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    int[] whole = labels(run, subject.network(), reduction, images, done);
    List<RoundingRow> rows = new ArrayList<>();
    rows.add(row(answer(patches, null), subject.network(), whole, whole));
    for (int count : bits.counts()) {
      SharedNetwork cut = subject.network().cut(count);
      rows.add(row(answer(patches, count), cut, labels(run, cut, reduction, images, done), whole));
    }
    return rows;
  }

  /** The predicted labels, by place; -1 where there is none. */
  static int[] labels(
      Run run,
      SharedNetwork network,
      @Nullable Reduction reduction,
      Broadcast<SharedImages> images,
      LongAccumulator done) {
    Broadcast<SharedNetwork> shared = run.share(network, SharedNetwork.class);
    return run
        .units(images.value().count())
        .mapPartitions(
            (MapPartitionsFunction<Long, Integer>)
                places -> labels(places, shared.value().network(), reduction, images.value(), done),
            Encoders.INT())
        .collectAsList()
        .stream()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Iterator<Integer> labels(
      Iterator<Long> places,
      Network network,
      @Nullable Reduction reduction,
      SharedImages images,
      LongAccumulator done) {
    BatchedInference inference = BatchedInference.of(network);
    ReducedImages.Inputs inputs = new ReducedImages.Inputs(network, reduction);
    return new BatchIterator<>(
        places,
        batch -> {
          List<Tensor> tensors = ReducedImages.tensors(ReducedImages.examples(batch, images));
          double[][] logits = inference.logits(inputs.of(tensors));
          done.add(logits.length);
          return Arrays.stream(logits).map(l -> Prediction.of(l).label()).toList();
        });
  }

  /** What came of the question that was put to the network with so many bits. */
  private static Answer answer(List<PatchRow> patches, @Nullable Integer bits) {
    return new Answer(
        bits,
        patches.stream()
            .filter(patch -> Objects.equals(patch.quantised(), bits))
            .findFirst()
            .orElse(null));
  }

  private record Answer(@Nullable Integer bits, @Nullable PatchRow patch) {}

  private RoundingRow row(Answer answer, SharedNetwork network, int[] labels, int[] whole) {
    SharedImages images = subject.images();
    IntStream places = IntStream.range(0, labels.length);
    long correct = places.filter(place -> labels[place] == images.label(place)).count();
    long changed = IntStream.range(0, labels.length).filter(p -> labels[p] != whole[p]).count();
    PatchRow patch = answer.patch();
    return new RoundingRow(
        answer.bits(),
        network.network().contentHash(),
        labels.length,
        correct,
        (double) correct / labels.length,
        changed,
        patch == null ? null : patch.verdict(),
        patch == null ? null : patch.reason(),
        patch == null ? null : patch.high(),
        patch == null ? null : patch.highDouble(),
        patch == null ? null : (Double) patch.seconds(),
        patch == null ? null : patch.secondsToPatch());
  }
}

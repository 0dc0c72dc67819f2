package org.assay.jobs.job;

import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.NoiseRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.noise.Noise;
import org.jspecify.annotations.Nullable;

/**
 * Predicts every image by perturbed copies of a network, in ORDERED arithmetic in float64. Fills
 * {@code noise}. A unit of work is an image and a copy; they are spread as the product of copies
 * and batches of images.
 *
 * @param attacked what robustness answered about copies, if it was asked
 */
public record NoiseJob(
    Subject subject, Setting setting, NoiseQuestion question, List<Attacked> attacked)
    implements Job {

  private static final int BATCH = 256;

  public NoiseJob {
    attacked = List.copyOf(attacked);
  }

  /**
   * What robustness answered about a copy.
   *
   * @param radius {@code p/q}
   * @param run that decided
   * @param violated misclassified ones among them
   */
  public record Attacked(
      Noise noise, String radius, String run, long images, long violated, long undecided) {}

  /** How many images of a batch a copy labels right, and otherwise than the network. */
  public record Tally(int copy, long correct, long changed) {}

  @Override
  public String key() {
    return WorkKey.job("noise 1", subject, setting, question, attacked);
  }

  @Override
  public RunRow perform(Run run) {
    List<Noise> noises = new ArrayList<>();
    noises.add(new Noise(setting.seed(), 0, 0));
    noises.addAll(question.noises(setting.seed()));
    long units = (1L + noises.size()) * subject.images().count();
    List<NoiseRow> rows = run.counting("noise", units, done -> rows(run, noises, done));
    run.write(Tables.NOISE, run.spark().createDataset(rows, Tables.NOISE.encoder()).coalesce(1));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Effort.of(units));
  }

  private List<NoiseRow> rows(Run run, List<Noise> noises, LongAccumulator done) {
    Map<Integer, Tally> tallies = tallies(run, noises, done);
    Map<Noise, Attacked> answers =
        attacked.stream().collect(Collectors.toMap(Attacked::noise, Function.identity()));
    Network network = subject.network().network();
    List<NoiseRow> rows = new ArrayList<>();
    for (int copy = 0; copy < noises.size(); copy++) {
      Noise noise = noises.get(copy);
      Tally tally = Objects.requireNonNull(tallies.get(copy));
      rows.add(row(network, noise, tally, answers.get(noise)));
    }
    return rows;
  }

  private NoiseRow row(Network network, Noise noise, Tally tally, @Nullable Attacked attack) {
    Network copy = noise.of(network);
    long images = subject.images().count();
    Optional<Attacked> answer = Optional.ofNullable(attack);
    return new NoiseRow(
        noise.epsilon(),
        noise.sample(),
        copy.contentHash(),
        copy.parameters(),
        Noise.moved(network, copy, ElementType.FLOAT64),
        Noise.moved(network, copy, ElementType.FLOAT32),
        images,
        tally.correct(),
        (double) tally.correct() / images,
        tally.changed(),
        answer.map(Attacked::radius).orElse(null),
        answer.map(Attacked::run).orElse(null),
        answer.map(Attacked::images).orElse(null),
        answer.map(Attacked::violated).orElse(null),
        answer.map(Attacked::undecided).orElse(null));
  }

  private Map<Integer, Tally> tallies(Run run, List<Noise> noises, LongAccumulator done) {
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    int[] whole = RoundingJob.labels(run, subject.network(), null, images, done);
    int batches = (whole.length + BATCH - 1) / BATCH;
    return run
        .units((long) noises.size() * batches)
        .mapPartitions(
            (MapPartitionsFunction<Long, Tally>)
                units -> {
                  Copies copies = new Copies(noises, network.value(), images.value(), whole);
                  return new UnitIterator<>(
                      units,
                      unit ->
                          copies.tally(
                              Math.toIntExact(unit / batches),
                              Math.toIntExact(unit % batches),
                              done),
                      new LongAccumulator());
                },
            RecordEncoder.of(Tally.class))
        .groupBy("copy")
        .agg(sum("correct").as("correct"), sum("changed").as("changed"))
        .as(RecordEncoder.of(Tally.class))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(Tally::copy, Function.identity()));
  }

  /**
   * The copies of a network and all images. The last copy is kept, as units come copy by copy. For
   * one thread.
   */
  private static final class Copies {

    private final List<Noise> noises;
    private final SharedNetwork network;
    private final SharedImages images;
    private final int[] whole;
    private int last = -1;
    private @Nullable BatchedInference inference;

    /**
     * Of a network.
     *
     * @param whole the labels that it gives as it stands, by place
     */
    Copies(List<Noise> noises, SharedNetwork network, SharedImages images, int[] whole) {
      this.noises = noises;
      this.network = network;
      this.images = images;
      this.whole = whole;
    }

    private BatchedInference of(int copy) {
      BatchedInference made = inference;
      if (made == null || copy != last) {
        made = BatchedInference.of(noises.get(copy).of(network.network()));
        inference = made;
        last = copy;
      }
      return made;
    }

    /** What a copy makes of a batch, whose images are counted as done. */
    Tally tally(int copy, int batch, LongAccumulator done) {
      int first = batch * BATCH;
      int end = Math.min(first + BATCH, whole.length);
      double[][] logits =
          of(copy)
              .logits(
                  IntStream.range(first, end)
                      .mapToObj(place -> images.example(place).image())
                      .toList());
      long correct = 0;
      long changed = 0;
      for (int i = 0; i < logits.length; i++) {
        int label = Prediction.of(logits[i]).label();
        correct += label == images.label(first + i) ? 1 : 0;
        changed += label == whole[first + i] ? 0 : 1;
      }
      done.add(logits.length);
      return new Tally(copy, correct, changed);
    }
  }
}

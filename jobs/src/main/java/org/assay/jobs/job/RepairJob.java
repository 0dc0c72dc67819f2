package org.assay.jobs.job;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.dataset.Example;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Patches misclassified images right while others stay, and counts what that does to images that
 * were held out. Fills {@code patches}, {@code images} and {@code repairs}. A unit of work is the
 * patch, or an image held out.
 *
 * @param subject the network, and the images of the question
 * @param asked one question
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 * @param heldOut none of the images of the question
 */
public record RepairJob(
    Subject subject,
    Setting setting,
    PatchJob.Asked asked,
    @Nullable Reduction reduction,
    SharedImages heldOut)
    implements Job {

  /**
   * How many images held out have a true label, and labels before and after.
   *
   * @param after that before where no patched network was written
   */
  public record Cell(int label, int before, int after, long images) {}

  /** An image held out. */
  public record Outcome(int label, int before, int after) {}

  public RepairJob {
    PatchQuestion question = asked.questions().get(0);
    asked.terms().check(subject.network().network(), question);
    new Demands(subject.network(), subject.images(), reduction).check(asked, question);
  }

  @Override
  public String key() {
    return WorkKey.job(
        "repair", subject, setting, asked.name(), WorkKey.of(reduction), Key.of(heldOut.keys()));
  }

  @Override
  public RunRow perform(Run run) {
    SharedNetwork network = subject.network();
    PatchPass pass = new PatchPass(network, subject.images(), reduction, asked, List.of());
    Dataset<Decided<PatchRow>> answers = pass.answers(run, setting);
    PatchRow patch =
        run.write(Tables.PATCHES, Decided.rows(answers, Tables.PATCHES).coalesce(1)).head();
    run.write(
        Tables.IMAGES, new ReducedImages(network, reduction).predicted(run, subject.images()));
    int count = heldOut.count();
    List<Cell> cells = run.counting("held out", count, units -> cells(run, patch, units));
    PatchQuestion question = asked.questions().get(0);
    RepairRows rows =
        new RepairRows(patch, served(patch, question.change()), served(patch, question.keep()));
    run.write(
        Tables.REPAIRS,
        run.spark().createDataset(rows.of(cells), Tables.REPAIRS.encoder()).coalesce(1));
    return RunRows.ofBiases(
        run, subject, reduction, setting, Decided.told(run, answers).plus(Effort.of(count)));
  }

  private List<Cell> cells(Run run, PatchRow patch, LongAccumulator units) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(heldOut, SharedImages.class);
    WrittenBiases biases = WrittenBiases.of(patch);
    Reduction by = reduction;
    return run.units(heldOut.count())
        .mapPartitions(
            (MapPartitionsFunction<Long, Outcome>)
                places -> {
                  Network before = network.value().network();
                  Lanes lanes = new Lanes(before, biases.on(before), by);
                  return new BatchIterator<>(
                      places,
                      batch -> {
                        units.add(batch.size());
                        return lanes.run(ReducedImages.examples(batch, images.value()));
                      });
                },
            RecordEncoder.of(Outcome.class))
        .groupBy("label", "before", "after")
        .agg(count(lit(1)).as("images"))
        .as(RecordEncoder.of(Cell.class))
        .collectAsList();
  }

  /** The network as it stands and as it is patched. For one thread. */
  private static final class Lanes {

    private final BatchedInference before;
    private final BatchedInference after;
    private final ReducedImages.Inputs inputs;

    Lanes(Network before, Network after, @Nullable Reduction reduction) {
      this.before = BatchedInference.of(before);
      this.after = BatchedInference.of(after);
      this.inputs = new ReducedImages.Inputs(before, reduction);
    }

    List<Outcome> run(List<Example> examples) {
      List<Tensor> inputs = this.inputs.of(ReducedImages.tensors(examples));
      double[][] unpatched = before.logits(inputs);
      double[][] patched = after.logits(inputs);
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < patched.length; i++) {
        outcomes.add(
            new Outcome(
                examples.get(i).label(),
                Prediction.of(unpatched[i]).label(),
                Prediction.of(patched[i]).label()));
      }
      return outcomes;
    }
  }

  /** How many images get the labels prescribed for them by the network as written. */
  private int served(PatchRow patch, List<PrescribedImage> images) {
    if (patch.writtenHash() == null) {
      return 0;
    }
    Demands demands = new Demands(subject.network(), subject.images(), reduction);
    Network before = demands.network();
    Lanes lanes = new Lanes(before, WrittenBiases.of(patch).on(before), reduction);
    int served = 0;
    for (PrescribedImage one : images) {
      Integer label = one.label();
      int wanted = label == null ? demands.kept(demands.input(one), asked.by().sort()) : label;
      Outcome outcome = lanes.run(List.of(subject.images().ofId(one.image()))).get(0);
      served += outcome.after() == wanted ? 1 : 0;
    }
    return served;
  }
}

package org.assay.jobs.job;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.repair.FreeBiases;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest changes of biases that give images new labels while others stay. Fills {@code
 * patches}. A unit of work is a question.
 *
 * @param subject the network, and the images of all questions
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 */
public record PatchJob(Subject subject, Setting setting, Asked asked, @Nullable Reduction reduction)
    implements Job {

  /** Questions take from milliseconds to their whole time. */
  private static final int PIECES_OF_CORE = 64;

  /**
   * What is asked.
   *
   * @param free the biases that may move
   * @param proofs where what others can check of impossible patches goes; null for nowhere
   */
  public record Asked(
      List<PatchQuestion> questions,
      PatchTerms terms,
      FreeBiases free,
      @Nullable ProofFolder proofs)
      implements Serializable {

    public Asked {
      questions = List.copyOf(questions);
    }

    /** The images of all questions. */
    public Selection images() {
      return new Selection(
          questions.stream()
              .flatMap(q -> Stream.concat(q.keep().stream(), q.change().stream()))
              .map(PrescribedImage::image)
              .distinct()
              .sorted()
              .map(image -> new Selection.Range(image, image))
              .toList());
    }
  }

  public PatchJob {
    Demands demands = new Demands(subject.network(), subject.images(), reduction);
    for (PatchQuestion question : asked.questions()) {
      asked.terms().check(subject.network().network(), question);
      demands.check(asked, question);
    }
  }

  @Override
  public RunRow perform(Run run) {
    EffortSum effort = EffortSum.of(run);
    int count = asked.questions().size();
    run.counting(
        "patch",
        count,
        units -> run.write(Tables.PATCHES, run.pass(answered(run, units, effort)).coalesce(1)));
    return RunRows.of(run, this, effort.told(run));
  }

  private Dataset<PatchRow> answered(Run run, LongAccumulator units, EffortSum effort) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    Asked all = asked;
    Reduction by = reduction;
    return run.units(all.questions().size(), PIECES_OF_CORE)
        .mapPartitions(
            (MapPartitionsFunction<Long, PatchRow>)
                mine -> {
                  PatchTask task =
                      new PatchTask(all, new Demands(network.value(), images.value(), by));
                  return UnitIterator.closing(
                      mine, place -> task.row(Math.toIntExact(place), effort), units, task);
                },
            Tables.PATCHES.encoder());
  }
}

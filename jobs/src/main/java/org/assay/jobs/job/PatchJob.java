package org.assay.jobs.job;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.repair.FreeBiases;
import org.assay.repair.PlainPatch;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest changes of biases that give images new labels while others stay. Fills {@code
 * patches}, {@code images} and, where accuracy is asked for, {@code patch_accuracy}. A unit of work
 * is a question put to a network.
 *
 * @param subject the network, and the images of all questions
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 * @param comparison what else is told of the patches
 */
public record PatchJob(
    Subject subject,
    Setting setting,
    Asked asked,
    @Nullable Reduction reduction,
    PatchComparison comparison)
    implements Job {

  /**
   * What is asked.
   *
   * @param free the biases that may move
   * @param by what finds patches; auto are the bounds alone
   * @param proofs where what others can check of impossible patches goes; null for nowhere
   */
  public record Asked(
      List<PatchQuestion> questions,
      PatchTerms terms,
      FreeBiases free,
      Decider by,
      @Nullable ProofFolder proofs)
      implements Serializable {

    public Asked {
      questions = List.copyOf(questions);
      try {
        new PlainPatch(by.sort());
      } catch (IllegalArgumentException e) {
        throw new BadInput(String.valueOf(e.getMessage()), e);
      }
      if (terms.bits() != null && !by.isReal()) {
        throw new BadInput(
            "--bits goes with real numbers: over %s biases have the bits of the sort"
                .formatted(by.sort()));
      }
      if (proofs != null && by.isPlain()) {
        throw new BadInput("--proof tells what bounds show; leave --engine and --sort away");
      }
    }

    /** What is asked of the bounds. */
    public Asked(List<PatchQuestion> questions, PatchTerms terms, FreeBiases free) {
      this(questions, terms, free, Decider.AUTO, null);
    }

    /** All that is asked; where artifacts go counts, since their places are in the rows. */
    String name() {
      String proof = proofs == null ? "none" : proofs.folder() + " " + proofs.timeout();
      return "%s %s %s %s %s".formatted(questions, terms, free, by, proof);
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
    if (comparison.images() != null && !asked.by().isReal()) {
      throw new BadInput(
          "--accuracy goes with real numbers: over %s no patched network is written"
              .formatted(asked.by().sort()));
    }
    Demands demands = new Demands(subject.network(), subject.images(), reduction);
    for (PatchQuestion question : asked.questions()) {
      asked.terms().check(subject.network().network(), question);
      demands.check(asked, question);
    }
  }

  /** A job that compares nothing with its patches. */
  public PatchJob(Subject subject, Setting setting, Asked asked, @Nullable Reduction reduction) {
    this(subject, setting, asked, reduction, PatchComparison.NONE);
  }

  @Override
  public String key() {
    SharedImages measured = comparison.images();
    return WorkKey.job(
        "patch",
        subject,
        setting,
        asked.name(),
        WorkKey.of(reduction),
        comparison.cuts(),
        measured == null ? "" : Key.of(measured.keys()));
  }

  @Override
  public RunRow perform(Run run) {
    PatchPass pass =
        new PatchPass(subject.network(), subject.images(), reduction, asked, comparison.cuts());
    Dataset<Decided<PatchRow>> answers = pass.answers(run, setting);
    Dataset<PatchRow> rows =
        run.write(Tables.PATCHES, Decided.rows(answers, Tables.PATCHES).coalesce(1));
    run.write(
        Tables.IMAGES,
        new ReducedImages(subject.network(), reduction).predicted(run, subject.images()));
    SharedImages measured = comparison.images();
    if (measured != null) {
      PatchAccuracy accuracy = new PatchAccuracy(subject.network(), reduction, comparison.cuts());
      run.write(Tables.PATCH_ACCURACY, accuracy.rows(run, measured, rows).coalesce(1));
    }
    return RunRows.of(run, this, Decided.told(run, answers));
  }
}

package org.assay.jobs.conf;

import java.util.List;
import java.util.stream.IntStream;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.job.BiasChoice;
import org.assay.jobs.job.ImplantJob;
import org.assay.jobs.job.ImplantQuestion;
import org.assay.jobs.job.KeepSets;
import org.assay.jobs.job.PatchJob;
import org.assay.jobs.job.PatchQuestion;
import org.assay.jobs.job.PatchTerms;
import org.assay.jobs.job.RepairChoice;
import org.assay.jobs.job.RepairJob;
import org.assay.jobs.job.SeededSets;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Selection;
import org.assay.repair.FreeBiases;
import org.jspecify.annotations.Nullable;

/** What a plan asks of a network's biases. */
public sealed interface BiasQuestion extends Question {

  /**
   * What these questions share.
   *
   * @param layers only biases of these layers may change
   * @param perLabel how many images of each label are drawn to stay
   */
  record Terms(
      PatchTerms patch, Selection layers, int perLabel, @Nullable PlannedNetwork reduction) {}

  Terms terms();

  @Override
  default @Nullable PlannedNetwork reduction() {
    return terms().reduction();
  }

  /** The biases of a network that may move. */
  default FreeBiases free(PlannedSubject about) {
    return new BiasChoice(terms().layers(), List.of(), List.of())
        .of(about.subject().network().network());
  }

  private static KeepSets sets(PlannedSubject about, Setting setting) {
    return new KeepSets(
        about.subject().network(), about.reduction(), about.data().images(), setting.seed());
  }

  /**
   * How little biases must change to give drawn images of one label another one.
   *
   * @param sets how many questions are drawn
   */
  record Patch(Place place, Terms terms, int sets, int from, int to) implements BiasQuestion {

    public Patch {
      if (from == to) {
        throw new BadInput("from and to are both %d; an image is to change".formatted(from));
      }
    }

    @Override
    public String command() {
      return "patch";
    }

    @Override
    public String title() {
      return "patch %d sets, %d to %d".formatted(sets, from, to);
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      var network = about.subject().network().network();
      if (Math.max(from, to) >= network.labels()) {
        throw new BadInput(
            "from %d, to %d: the network tells only %d labels apart (0..%d)"
                .formatted(from, to, network.labels(), network.labels() - 1));
      }
      SeededSets drawn =
          SeededSets.labelledRight(
              network, about.reduction(), about.data().images(), setting.seed());
      List<PatchQuestion> questions =
          IntStream.range(0, sets)
              .mapToObj(set -> drawn.question(set, terms.perLabel(), from, to))
              .toList();
      PatchJob.Asked asked = new PatchJob.Asked(questions, terms.patch(), free(about));
      return new PatchJob(about.data().subject(asked.images()), setting, asked, about.reduction());
    }
  }

  /**
   * How little biases must change to flip each image while drawn ones stay.
   *
   * @param to any, or a label
   * @param sets how many sets are drawn for each image
   */
  record Implant(Place place, Terms terms, String to, ImplantQuestion.Sets sets)
      implements BiasQuestion {

    @Override
    public String command() {
      return "implant";
    }

    @Override
    public String title() {
      return "implant, to " + to;
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      Integer target = ImplantQuestion.target(to, about.subject().network().network().labels());
      ImplantQuestion question =
          new ImplantQuestion(
              ImplantQuestion.units(
                  BiasQuestion.sets(about, setting), about.data().selection(), sets),
              target,
              terms.patch(),
              free(about));
      return new ImplantJob(
          about.data().subject(question.images()), setting, question, about.reduction());
    }
  }

  /**
   * What putting the first misclassified images right does to others.
   *
   * @param wrong how many
   * @param heldOut on which others accuracy is told; null for all
   */
  record Repair(Place place, Terms terms, int wrong, @Nullable Selection heldOut)
      implements BiasQuestion {

    @Override
    public String command() {
      return "repair";
    }

    @Override
    public String title() {
      return "repair of %d images".formatted(wrong);
    }

    @Override
    public Job job(PlannedSubject about, Setting setting) {
      RepairChoice choice =
          new RepairChoice(
              null,
              new RepairChoice.FirstWrong(wrong, about.data().selection()),
              null,
              terms.perLabel(),
              heldOut);
      RepairChoice.Chosen chosen = choice.of(BiasQuestion.sets(about, setting));
      PatchJob.Asked asked =
          new PatchJob.Asked(List.of(chosen.question()), terms.patch(), free(about));
      return new RepairJob(
          about.data().subject(asked.images()),
          setting,
          asked,
          about.reduction(),
          about.data().subject(chosen.heldOut()).images());
    }
  }
}

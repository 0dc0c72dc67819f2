package org.assay.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import org.assay.dataset.ImageSet;
import org.assay.jobs.conf.AuditPlan;
import org.assay.jobs.conf.AuditPlan.PlannedImages;
import org.assay.jobs.conf.AuditPlan.PlannedNetwork;
import org.assay.jobs.conf.PlannedSubject;
import org.assay.jobs.conf.Problems;
import org.assay.jobs.conf.Question;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;

/** One question of a plan put to one network on one data set. */
record PlannedRun(Question question, Subject subject, Selection selection, Job job) {

  /** A planned run whose tables are written. */
  record Done(PlannedRun planned, Runner.Finished finished) {}

  /**
   * Every question on every data set and network, network by network. Nothing is run yet, so that
   * what does not go together is told before any work, all at once.
   *
   * @param arguments of the command line
   */
  static List<PlannedRun> of(AuditPlan plan, Runner runner, String arguments) {
    Problems problems = new Problems(plan.path());
    List<ReadImages> datasets = new ArrayList<>();
    for (PlannedImages images : plan.datasets()) {
      problems.during(
          images.place(),
          () ->
              datasets.add(
                  new ReadImages(images, images.source().read(runner.spark(), runner.files()))));
    }
    problems.refuse();
    List<PlannedRun> runs = new ArrayList<>();
    for (PlannedNetwork network : plan.networks()) {
      SharedNetwork shared = network.source().read(runner.files());
      for (ReadImages images : datasets) {
        runs.addAll(asked(plan, arguments, problems, images.with(shared, runner.files())));
      }
    }
    problems.refuse();
    return runs;
  }

  /** A data set of the plan, read. */
  private record ReadImages(PlannedImages planned, ImageSet images) {

    PlannedSubjects with(SharedNetwork network, FileStore files) {
      return new PlannedSubjects(network, planned, images, files);
    }
  }

  private static List<PlannedRun> asked(
      AuditPlan plan, String arguments, Problems problems, PlannedSubjects subjects) {
    List<PlannedRun> runs = new ArrayList<>();
    PlannedImages planned = subjects.planned();
    for (Question question : plan.questions()) {
      Setting setting =
          new Setting(
              question.command(),
              arguments + " (" + question.place() + ")",
              planned.domain(),
              plan.seed());
      List<PlannedSubject> subject = new ArrayList<>();
      problems.during(subjects.place(question), () -> subject.add(subjects.of(question)));
      subject.forEach(
          about ->
              problems.during(
                  question.place(),
                  () ->
                      runs.add(
                          new PlannedRun(
                              question,
                              about.subject(),
                              planned.selection(),
                              question.job(about, setting)))));
    }
    return runs;
  }

  /** The network as the plan names it. */
  String network() {
    return subject.network().path();
  }

  /** The images as the plan names them. */
  String images() {
    String title = subject.source().title();
    return selection.equals(Selection.ALL) ? title : title + ", " + selection;
  }

  /** The run in a line. */
  String title() {
    return title(question.title());
  }

  /** The same for a question that is told more closely. */
  String title(String asked) {
    return "%s: %s on %s".formatted(asked, network(), images());
  }
}

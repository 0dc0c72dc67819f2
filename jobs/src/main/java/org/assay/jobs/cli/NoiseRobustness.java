package org.assay.jobs.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.format.OnnxWriter;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.NoiseJob;
import org.assay.jobs.job.NoiseQuestion;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.Setting;
import org.assay.jobs.job.Waves;
import org.assay.jobs.report.RobustnessFigures;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.OutputFolder;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.noise.Noise;
import org.assay.query.Budget;
import org.assay.query.Inputs;

/**
 * Asks robustness about perturbed copies of a network, a run each, so that its row holds the copy
 * itself and every verdict can be judged again.
 */
final class NoiseRobustness {

  private final Runner runner;
  private final OutputFolder folder;
  private final Subject subject;
  private final Setting setting;
  private int exitCode;

  NoiseRobustness(Runner runner, OutputFolder folder, Subject subject, Setting setting) {
    this.runner = runner;
    this.folder = folder;
    this.subject = subject;
    this.setting = setting;
  }

  /** Of all runs so far the greatest. */
  int exitCode() {
    return exitCode;
  }

  /** The network in float64 as it stands, then every copy. */
  List<NoiseJob.Attacked> ask(NoiseQuestion question, Rational radius, Duration timeout) {
    RobustnessQuestion asked =
        new RobustnessQuestion(
            List.of(radius),
            Inputs.REAL,
            new Waves(List.of(timeout), Budget.MAX_STEPS),
            Decider.AUTO);
    List<Noise> noises = new ArrayList<>();
    noises.add(new Noise(setting.seed(), 0, 0));
    noises.addAll(question.noises(setting.seed()));
    List<NoiseJob.Attacked> answers = new ArrayList<>();
    for (Noise noise : noises) {
      answers.add(answer(noise, asked));
    }
    return answers;
  }

  private NoiseJob.Attacked answer(Noise noise, RobustnessQuestion asked) {
    Setting as =
        new Setting(
            RobustnessAnswers.COMMAND, setting.arguments(), setting.domain(), setting.seed());
    RobustnessJob job =
        new RobustnessJob(new Subject(copy(noise), subject.source(), subject.images()), as, asked);
    Runner.Finished finished = runner.run(folder, job);
    exitCode = Math.max(exitCode, finished.exitCode());
    RobustnessFigures.ByRadius at =
        RobustnessFigures.byRadius(
                RobustnessAnswers.of(runner.spark(), folder.path(), finished.row(), job.asked()))
            .get(0);
    return new NoiseJob.Attacked(
        noise, at.radius(), finished.run(), at.images(), at.wrong(), at.undecided());
  }

  private SharedNetwork copy(Noise noise) {
    SharedNetwork network = subject.network();
    String name =
        "%s.epsilon-%s.sample-%d.onnx".formatted(network.path(), noise.epsilon(), noise.sample());
    try {
      return new SharedNetwork(name, OnnxWriter.write(noise.of(network.network())), null, null);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    }
  }
}

package org.assay.jobs.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.Setting;
import org.assay.jobs.job.Waves;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Subject;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decides robustness within a radius. */
@Command(
    name = "robustness",
    description = "Decides which images keep their true label within an L-infinity radius.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set.",
      "Output:  tables runs, images and robustness (a row an image and radius: verdict, proof or",
      "         reason, the margin that was proved, a checked witness) in --out; a summary on the",
      "         terminal. Robust means that at no input within the radius and the domain another",
      "         label's logit is greater than that of the true label. A misclassified image is its",
      "         own witness. Each wave is a run of its own, kept if the command is killed; of several",
      "         rows of an image and radius the newest that is decided counts.",
      "Example: assay robustness --network bundled:deepcheck --images bundled:digits \\",
      "           --select 0..99 --radius 0.01,0.03 --waves 1s,10s --out out",
      "         assay robustness --network bundled:deepcheck --images bundled:digits \\",
      "           --select 0..99 --radius 0.01,0.03 --rerun undecided --timeout 5m --out out"
    })
final class RobustnessCommand implements Callable<Integer> {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** What {@code --rerun} takes. */
  enum Rerun {
    ALL,
    UNDECIDED
  }

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--radius",
      required = true,
      split = ",",
      paramLabel = "LIST",
      description =
          "How far every pixel may move: exact decimals or quotients, such as 0.1 or 8/255,16/255.")
  private List<String> radii = List.of();

  @Option(
      names = "--inputs",
      paramLabel = "INPUTS",
      defaultValue = "REAL",
      description =
          "real: real numbers; float: those of the network's element type; grid: the 256 values b/255"
              + " of 8-bit images. Default: real.")
  private Inputs inputs = Inputs.REAL;

  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "For each image and radius, such as 60s or 500ms. Default: 60s.")
  private @Nullable Duration timeout;

  @Option(
      names = "--waves",
      split = ",",
      paramLabel = "TIMES",
      description =
          "In place of --timeout, ascending times such as 1s,10s,60s: the first for all, each next one"
              + " for what is left undecided.")
  private List<Duration> waves = List.of();

  @Option(
      names = "--solver-steps",
      paramLabel = "NUMBER",
      defaultValue = "" + Budget.MAX_STEPS,
      description =
          "The most steps (rlimit) of Z3 in each question to it, the same on every machine."
              + " Default: no limit.")
  private long solverSteps;

  @Option(
      names = "--rerun",
      paramLabel = "WHICH",
      defaultValue = "ALL",
      description =
          "undecided: only what earlier runs in --out have left undecided of this question; or all."
              + " Default: all.")
  private Rerun rerun = Rerun.ALL;

  @Mixin private RunOptions run = new RunOptions();

  RobustnessCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    RobustnessQuestion question =
        RobustnessQuestion.parse(radii, inputs, new Waves(times(), solverSteps))
            .by(engine.decider());
    Runner opened = run.runner(invocation);
    Runner runner = rerun == Rerun.ALL ? opened : opened.rerunning();
    return runner.command(
        run.out(),
        "robustness",
        folder -> {
          Setting setting =
              new Setting("robustness", invocation.arguments(), data.domain(), run.seed());
          Subject subject = data.subject(runner, network);
          RobustnessJob job =
              rerun == Rerun.ALL
                  ? new RobustnessJob(subject, setting, question)
                  : RobustnessJob.undecided(runner, folder.path(), subject, setting, question);
          Runner.Finished finished = runner.run(folder, job);
          new Summary(runner, folder.path()).printRobustness(finished, job.asked());
          return finished.exitCode();
        });
  }

  private List<Duration> times() {
    if (timeout != null && !waves.isEmpty()) {
      throw new BadInput("give --timeout or --waves, not both");
    }
    return waves.isEmpty() ? List.of(timeout == null ? TIMEOUT : timeout) : waves;
  }
}

package org.assay.jobs.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.Runner;
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
      "Output:  tables runs and robustness (a row an image and radius: verdict, proof or reason,",
      "         the margin that was proved, a checked witness) in --out; a summary on the terminal.",
      "         Verdicts hold for real numbers: Robust means that at no input within the radius and",
      "         the domain another label's logit is greater than that of the true label. A",
      "         misclassified image is its own witness.",
      "Example: assay robustness --network bundled:deepcheck --images bundled:digits \\",
      "           --select 0..99 --radius 0.01,0.03 --timeout 10s --out out"
    })
final class RobustnessCommand implements Callable<Integer> {

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
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "For each image and radius, such as 60s or 500ms. Default: 60s.")
  private Duration timeout = Duration.ofMinutes(1);

  @Mixin private RunOptions run = new RunOptions();

  RobustnessCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    RobustnessQuestion question = RobustnessQuestion.parse(radii, timeout);
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "robustness",
        folder -> {
          Setting setting =
              new Setting("robustness", invocation.arguments(), data.domain(), run.seed());
          Runner.Finished finished =
              runner.run(
                  folder, new RobustnessJob(data.subject(runner, network), setting, question));
          new Summary(runner, folder.path()).printRobustness(finished);
          return finished.row().exitCode();
        });
  }
}

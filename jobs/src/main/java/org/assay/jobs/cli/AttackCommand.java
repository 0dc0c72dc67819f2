package org.assay.jobs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.job.AttackJob;
import org.assay.jobs.job.AttackQuestion;
import org.assay.jobs.job.RobustnessQuestion;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.Runner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Attacks images heuristically. */
@Command(
    name = "attack",
    description = "Looks for another label within an L-infinity radius by a heuristic attack.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set.",
      "Output:  tables runs and attacks (a row an image and radius: found or not found, steps, the",
      "         point and its labels) in --out; success rates on the terminal. A point counts as",
      "         found if the plain run in the network's element type and stated order gives it another",
      "         label; its exact label stands beside. Not found proves nothing: ask robustness.",
      "Example: assay attack --network bundled:deepcheck --images bundled:digits \\",
      "           --select 0..99 --radius 0.03 --method pgd --out out"
    })
final class AttackCommand implements Callable<Integer> {

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
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "PGD",
      description =
          "pgd: projected gradient descent from a random start, steps of radius/30; bb: Brendel and"
              + " Bethge's attack along the boundary, from noise. Default: pgd.")
  private AttackQuestion.Method method = AttackQuestion.Method.PGD;

  @Option(
      names = "--steps",
      paramLabel = "NUMBER",
      description = "Along gradients. Default: 40 of pgd, 1000 of bb.")
  private @Nullable Integer steps;

  @Mixin private RunOptions run = new RunOptions();

  AttackCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    AttackQuestion question =
        AttackQuestion.of(radii.stream().map(RobustnessQuestion::radius).toList(), method, steps);
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "attack",
        folder -> {
          Setting setting =
              new Setting("attack", invocation.arguments(), data.domain(), run.seed());
          Runner.Finished finished =
              runner.run(folder, new AttackJob(data.subject(runner, network), setting, question));
          new Summary(runner, folder.path()).printAttacks(finished);
          return finished.exitCode();
        });
  }
}

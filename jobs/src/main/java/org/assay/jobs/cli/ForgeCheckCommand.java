package org.assay.jobs.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.job.ForgeCheckJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.report.ForgedAnswers;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;
import org.assay.triggers.Lane;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the verifier against a suite of adversarial networks. */
@Command(
    name = "check",
    description = "Asks verify about every network of a suite, in every arithmetic.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a folder with table forged, as forge suite leaves it.",
      "Output:  table forged_answers, a row a network and arithmetic: right, wrong or undecided; on",
      "         the terminal their counts and times. Exit code 3 where an answer is wrong.",
      "Example: assay forge check --suite suite --out suite"
    })
final class ForgeCheckCommand implements Callable<Integer> {

  private static final int FAILED = 3;

  private final Invocation invocation;

  @Option(
      names = "--suite",
      required = true,
      paramLabel = "FOLDER",
      description = "Where table forged lies, by any Hadoop path; its last run counts.")
  private String suite = "";

  @Option(
      names = "--select",
      paramLabel = "PLACES",
      description = "Which networks, such as 0..8499. Default: all.")
  private Selection select = Selection.ALL;

  @Option(
      names = "--arithmetic",
      split = ",",
      defaultValue = "EXACT,BIAS_LAST,BIAS_FIRST",
      paramLabel = "NAME",
      description = "exact, bias_last, bias_first or several. Default: all.")
  private List<Lane> lanes = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "For each answer. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofMinutes(1);

  @Mixin private RunOptions run = new RunOptions();

  ForgeCheckCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new BadInput("--timeout must be longer than nothing, not " + timeout);
    }
    Runner runner = run.runner(invocation);
    Dataset<ForgedRow> forged = new SuiteFolder(suite, "--select", select).rows(runner);
    return runner.command(
        run.out(),
        "forge",
        folder -> {
          Setting setting =
              new Setting("forge", invocation.arguments(), PixelDomain.UNIT, run.seed());
          Runner.Finished finished =
              runner.run(
                  folder,
                  new ForgeCheckJob(forged, suite, setting, lanes, timeout, runner.files()));
          ForgedAnswers answers =
              ForgedAnswers.of(
                  Tables.FORGED_ANSWERS.read(runner.spark(), folder.path(), finished.run()));
          invocation.console().out().print(TerminalTables.text(answers.sheet()));
          new Summary(runner, folder.path()).ending(finished);
          return answers.wrong() > 0 ? FAILED : finished.exitCode();
        });
  }
}

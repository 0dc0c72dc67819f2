package org.assay.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.assay.jobs.conf.AuditPlan;
import org.assay.jobs.report.Report;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.OutputFolder;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a plan. */
@Command(
    name = "audit",
    description = "Asks all questions of a plan, of every network on every data set, in one run.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a plan in HOCON; conf/reference.conf explains every key.",
      "Output:  the tables of all questions in the plan's out or --out, report.html there, a summary",
      "         and the plan's gates on the terminal. Exit code 1 if a gate is breached.",
      "Example: assay audit conf/quickstart.conf --out out"
    })
final class AuditCommand implements Callable<Integer> {

  private static final int BREACHED = 1;
  private static final int FAILED = 3;

  private final Invocation invocation;

  @Parameters(
      arity = "0..1",
      paramLabel = "PLAN",
      defaultValue = AuditPlan.QUICKSTART,
      description = "A HOCON file by any Hadoop path. Default: ${DEFAULT-VALUE}.")
  private String plan = "";

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where tables go, by any Hadoop path. Default: what the plan says.")
  private @Nullable String out;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Of every sample drawn. Default: what the plan says.")
  private @Nullable Long seed;

  /** What {@code --rerun} takes. */
  enum Rerun {
    NOTHING,
    UNDECIDED
  }

  @Option(
      names = "--rerun",
      paramLabel = "WHICH",
      defaultValue = "NOTHING",
      description =
          "undecided: decide anew what earlier commands in the same folder have left undecided; all"
              + " that is decided is taken from them either way. Default: nothing.")
  private Rerun rerun = Rerun.NOTHING;

  @Mixin private SparkOptions spark = new SparkOptions();

  AuditCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    AuditPlan asked = AuditPlan.read(Sessions.files(), plan).with(out, seed);
    Runner opened = spark.runner(invocation);
    Runner runner = rerun == Rerun.NOTHING ? opened : opened.rerunning();
    return runner.command(asked.out(), "audit", folder -> audit(asked, runner, folder));
  }

  private int audit(AuditPlan asked, Runner runner, OutputFolder folder) {
    List<PlannedRun> runs = PlannedRun.of(asked, runner, invocation.arguments());
    List<PlannedRun.Done> done = new ArrayList<>();
    for (PlannedRun run : runs) {
      if (runner.console().display() != Console.Display.NONE) {
        String place = "[%d of %d] ".formatted(done.size() + 1, runs.size());
        runner.console().err().println(place + run.title());
      }
      done.add(new PlannedRun.Done(run, runner.run(folder, run.job())));
    }
    OtherVersions.warn(runner, folder.path(), Tables.all());
    Report report = Report.of(runner.spark(), folder.path());
    invocation.console().out().print(report.summary());
    GateResults gates = GateResults.of(asked.gates(), done, runner.spark(), folder.path());
    gates.print(invocation.console().out());
    tellPlaces(asked, runner, folder.path(), report);
    folder.remark(gates.breaches());
    return exitCode(done.stream().mapToInt(run -> run.finished().exitCode()), gates.breached());
  }

  /** Failed runs come before breached gates, for figures of failed runs say little. */
  static int exitCode(IntStream runs, boolean breached) {
    return runs.anyMatch(code -> code == FAILED) ? FAILED : breached ? BREACHED : 0;
  }

  private void tellPlaces(AuditPlan asked, Runner runner, String folder, Report report) {
    invocation.console().out().println("Tables  " + folder);
    if (asked.report()) {
      String page = folder + "/" + Report.FILE;
      runner.files().replace(page, report.html());
      invocation.console().out().println("Page    " + page);
    }
  }
}

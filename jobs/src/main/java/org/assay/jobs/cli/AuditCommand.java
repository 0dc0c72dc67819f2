package org.assay.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assay.jobs.conf.AuditPlan;
import org.assay.jobs.conf.Gate;
import org.assay.jobs.job.PlanJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.report.Report;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.OutputFolder;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;
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
      "Output:  the tables of all questions in the plan's out or --out, with figures and gates, and",
      "         report.html there; a summary and the plan's gates on the terminal. Exit code 1 if a",
      "         gate is breached. With --dry-run the units of work and their likely cost alone.",
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

  @Option(
      names = "--dry-run",
      description =
          "Only tell the units of work and what they are likely to cost; ask and write nothing.")
  private boolean dryRun;

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
    if (dryRun) {
      List<PlannedRun> runs = PlannedRun.of(asked, runner, invocation.arguments());
      int cores = runner.spark().sparkContext().defaultParallelism();
      invocation.console().out().print(new DryRun(runs, cores).text());
      return 0;
    }
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
    GateResults gates = keep(asked, runner, folder, done);
    Report report = Report.of(runner.spark(), folder.path());
    invocation.console().out().print(report.summary());
    gates.print(invocation.console().out());
    tellPlaces(asked, runner, folder.path(), report);
    folder.remark(gates.breaches());
    return exitCode(done.stream().mapToInt(run -> run.finished().exitCode()), gates.breached());
  }

  /** Counts the figures of all runs, and keeps them with what the gates say of them. */
  private GateResults keep(
      AuditPlan asked, Runner runner, OutputFolder folder, List<PlannedRun.Done> done) {
    RunFigures figures =
        new RunFigures(
            runner.spark(),
            folder.path(),
            asked.gates().stream().map(Gate::figure).collect(Collectors.toSet()),
            EarlierRuns.before(done.get(0).finished(), runner.spark(), folder.path()));
    List<Measure> measures = done.stream().flatMap(run -> figures.of(run).stream()).toList();
    GateResults gates = GateResults.of(asked.gates(), measures);
    runner.run(
        folder,
        new PlanJob(
            asked.path(),
            asked.text(),
            new Setting("audit", invocation.arguments(), PixelDomain.UNIT, asked.seed()),
            measures.stream().map(measure -> measure.row(asked.path())).toList(),
            gates.rows(asked.path())));
    return gates;
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

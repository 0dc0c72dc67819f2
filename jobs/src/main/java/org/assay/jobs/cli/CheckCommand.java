package org.assay.jobs.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.job.CheckJob;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.Tuple2;

/** Judges stored rows again. */
@Command(
    name = "check",
    description = "Judges stored witnesses, and a sample of robust rows, again from tables alone.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the tables of finished runs of pixels, robustness and scan-triggers in --out.",
      "Output:  on the terminal, how many rows were judged and what is wrong with which. Every",
      "         witness is run in exact rationals on the stored network and image; robust rows are",
      "         judged by the engine that did not decide them, those of robustness by an attack with",
      "         other means: what it finds is wrong, what it does not find stays open. Exit code 3 if",
      "         a row is wrong.",
      "Example: assay check --out out --sample 200"
    })
final class CheckCommand implements Callable<Integer> {

  private static final int WRONG = 3;

  private final Invocation invocation;

  @Mixin private ReadOptions read = new ReadOptions();

  @Option(
      names = "--sample",
      paramLabel = "NUMBER",
      defaultValue = "100",
      description = "Robust rows to judge, for each run at most. Default: ${DEFAULT-VALUE}.")
  private int sample;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of the sample. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "For each question to an engine, such as 10s. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(10);

  CheckCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (sample < 0) {
      throw new BadInput("--sample must not be negative, not " + sample);
    }
    Runner runner = read.runner(invocation.console());
    OtherVersions.warn(runner, read.out(), Tables.all());
    if (!runner.files().exists(read.out() + "/" + Tables.RUNS.name())) {
      throw new BadInput(read.out() + ": no finished run is here; check --out");
    }
    CheckJob job = new CheckJob(runner, read.out(), sample, seed, timeout);
    List<List<String>> cells = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Tuple2<String, RunRow> run : runs(runner)) {
      CheckJob.Result result = job.check(run._1(), run._2());
      result.counts().forEach(counts -> cells.add(cells(run._1(), counts)));
      result
          .wrong()
          .forEach(
              j ->
                  wrong.add(
                      "run %s, %s, image %d: %s"
                          .formatted(run._1(), j.table(), j.image(), j.detail())));
    }
    return print(cells, wrong);
  }

  private List<Tuple2<String, RunRow>> runs(Runner runner) {
    List<Tuple2<String, RunRow>> runs =
        Tables.RUNS.readWithRun(runner.spark(), read.out()).collectAsList().stream()
            .filter(run -> CheckJob.judges(run._2()))
            .sorted(Comparator.comparing(Tuple2::_1))
            .toList();
    if (runs.isEmpty()) {
      throw new BadInput(
          read.out()
              + ": no run of pixels, robustness or scan-triggers is here; there is nothing to judge");
    }
    return runs;
  }

  private static List<String> cells(String run, CheckJob.Counts counts) {
    return List.of(
        run,
        counts.table(),
        counts.robust() ? "robust, sampled" : "witnesses, all",
        "%,d".formatted(counts.claims()),
        "%,d".formatted(counts.claims() - counts.wrong() - counts.open()),
        "%,d".formatted(counts.wrong()),
        "%,d".formatted(counts.open()));
  }

  private int print(List<List<String>> cells, List<String> wrong) {
    PrintStream out = invocation.console().out();
    out.print(
        TerminalTables.text(
            new Sheet(
                "Judged again, from the tables alone",
                List.of(
                    Column.text("run"),
                    Column.text("table"),
                    Column.text("rows"),
                    Column.number("judged"),
                    Column.number("right"),
                    Column.number("wrong"),
                    Column.number("open")),
                cells,
                "open: the other engine could not tell in its time, or an attack found nothing, which proves"
                    + " nothing.")));
    out.println();
    wrong.forEach(line -> out.println("WRONG   " + line));
    out.println(wrong.isEmpty() ? "Nothing is wrong." : "Rows are WRONG; see above.");
    return wrong.isEmpty() ? 0 : WRONG;
  }
}

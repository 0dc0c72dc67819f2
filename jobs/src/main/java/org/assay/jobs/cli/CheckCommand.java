package org.assay.jobs.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.job.CheckJob;
import org.assay.jobs.job.ClaimJudge;
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
    description = "Judges stored witnesses, and a sample of what is proved, again from the tables.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the tables of finished runs of pixels, robustness, distance, verify, patch, round and",
      "         scan-triggers in --out; of verify also the files that its rows name.",
      "Output:  on the terminal, how many rows were judged and what is wrong with which. Every",
      "         witness is run in exact rationals on the stored network and image, and in the stated",
      "         order; what is proved is sampled. Robust pixels are judged by the engine that did not",
      "         decide them; robust balls by an attack with other means, lower ends of distances and",
      "         properties that hold by such an attack and, on small networks, by the plain encoding",
      "         put to Z3. Patches are run again on every image to keep and to change, and their low",
      "         ends decided anew by the bounds; counts by network are held against each other. What",
      "         an attack finds is wrong, what it does not find stays open; so do rows of verify whose",
      "         files are gone or were changed, which are told. Exit code 3 if a row is wrong.",
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
      description =
          "Rows that are proved to judge, for each run at most. Default: ${DEFAULT-VALUE}.")
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
    List<String> open = new ArrayList<>();
    for (Tuple2<String, RunRow> run : runs(runner)) {
      CheckJob.Result result = job.check(run._1(), run._2());
      result.counts().forEach(counts -> cells.add(cells(run._1(), counts)));
      String name = run._1();
      result.wrong().forEach(j -> wrong.add(wrong(name, j)));
      result.open().forEach(o -> open.add(open(name, o)));
    }
    return print(cells, wrong, open);
  }

  private static String wrong(String run, ClaimJudge.Judged judged) {
    return "run %s, %s, %s: %s"
        .formatted(run, judged.table(), place(judged.table(), judged.image()), judged.detail());
  }

  private static String open(String run, CheckJob.Open open) {
    String others = open.rows() == 1 ? "" : " and %,d more".formatted(open.rows() - 1);
    return "run %s, %s, %s%s: %s"
        .formatted(run, open.table(), place(open.table(), open.first()), others, open.detail());
  }

  private static String place(String table, int number) {
    if (table.equals(Tables.ROUNDING.name())) {
      return number < 0 ? "all bits" : number + " bits";
    }
    if (table.equals(Tables.PATCH_ACCURACY.name())) {
      return number < 0 ? "no patch" : "question " + number;
    }
    if (table.equals(Tables.PATCHES.name())) {
      return "question " + number;
    }
    return (table.equals(Tables.VERIFY.name()) ? "row " : "image ") + number;
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
              + ": no run of pixels, robustness, distance, verify, patch, repair, round or"
              + " scan-triggers is here; there is nothing to judge");
    }
    return runs;
  }

  private static List<String> cells(String run, CheckJob.Counts counts) {
    return List.of(
        run,
        counts.table(),
        counts.robust() ? proved(counts.table()) + ", sampled" : shown(counts.table()) + ", all",
        "%,d".formatted(counts.claims()),
        "%,d".formatted(counts.claims() - counts.wrong() - counts.open()),
        "%,d".formatted(counts.wrong()),
        "%,d".formatted(counts.open()));
  }

  private static String shown(String table) {
    if (table.equals(Tables.PATCHES.name())) {
      return "patches";
    }
    return table.equals(Tables.ROUNDING.name()) || table.equals(Tables.PATCH_ACCURACY.name())
        ? "counts"
        : "witnesses";
  }

  private static String proved(String table) {
    if (table.equals(Tables.DISTANCE.name()) || table.equals(Tables.PATCHES.name())) {
      return "low ends";
    }
    return table.equals(Tables.VERIFY.name()) ? "properties that hold" : "robust";
  }

  private int print(List<List<String>> cells, List<String> wrong, List<String> open) {
    PrintStream out = invocation.console().out();
    out.print(
        TerminalTables.text(
            new Sheet(
                "Judged again, from the tables",
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
                    + " nothing; or what is told below.")));
    out.println();
    open.forEach(line -> out.println("OPEN    " + TerminalTables.printable(line)));
    wrong.forEach(line -> out.println("WRONG   " + TerminalTables.printable(line)));
    out.println(wrong.isEmpty() ? "Nothing is wrong." : "Rows are WRONG; see above.");
    return wrong.isEmpty() ? 0 : WRONG;
  }
}

package org.assay.jobs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.report.RunDiff;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what two runs say differently. */
@Command(
    name = "diff",
    description =
        "Tells which images have another verdict in one run than in another: of two nights, two"
            + " models or two roundings.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the tables of finished runs of accuracy, pixels, robustness, distance, verify and",
      "         scan-triggers in --out; of an audit, all its runs, each held against its like.",
      "Output:  on the terminal, how often each verdict became which, and the images (pixels of scans,",
      "         instances of verify) whose verdict changed, with their witnesses. Distances changed",
      "         where their brackets do not meet. Images are the same where position and true label",
      "         are. Exit code 0 whether or not something changed.",
      "Example: assay diff 20260101T020000-1a2b 20260102T020000-3c4d --out out"
    })
final class DiffCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(
      index = "0",
      paramLabel = "RUN_A",
      description = "A run's id, as assay show runs tells it; an audit's first names all its runs.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "RUN_B", description = "The run to hold against it.")
  private String second = "";

  @Mixin private ReadOptions read = new ReadOptions();

  @Option(
      names = "--other-out",
      paramLabel = "FOLDER",
      description = "Where the tables of RUN_B are. Default: --out.")
  private @Nullable String otherOut;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description =
          "table (with counts, long witnesses shortened) or csv (nothing shortened). Default:"
              + " table.")
  private RunDiff.Format format = RunDiff.Format.TABLE;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      defaultValue = "50",
      description = "The most rows of each question. Default: ${DEFAULT-VALUE}.")
  private int limit;

  DiffCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = read.runner(invocation.console());
    String other = otherOut == null ? read.out() : otherOut;
    for (String out : List.of(read.out(), other).stream().distinct().toList()) {
      OtherVersions.warn(runner, out, Tables.all());
    }
    RunDiff diff =
        RunDiff.of(
            runner.spark(), new RunDiff.Side(read.out(), first), new RunDiff.Side(other, second));
    invocation.console().out().print(diff.text(format, limit));
    return 0;
  }
}

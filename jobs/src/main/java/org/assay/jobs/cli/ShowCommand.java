package org.assay.jobs.cli;

import java.util.concurrent.Callable;
import org.assay.jobs.report.ShownTable;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints rows of a table. */
@Command(
    name = "show",
    description = "Prints rows of a table.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the tables of finished runs in --out.",
      "Output:  rows on the terminal, in the order of their run, image and pixel.",
      "Example: assay show pixel_attacks --out out --where \"verdict = 'Violated' and image = 7\""
    })
final class ShowCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(
      paramLabel = "TABLE",
      description =
          "runs, images, accuracy, importance, pixel_attacks, pixel_pairs, pixel_summary, triggers,"
              + " trigger_evidence, smallest_changes, patterns, robustness, verify, distance,"
              + " patches, patch_accuracy, implants, repairs, rounding, forged,"
              + " forged_answers, lanes, noise, noise_switches, attacks or"
              + " numerics.")
  private String table = "";

  @Mixin private ReadOptions read = new ReadOptions();

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "A Spark SQL condition on the columns. Default: all rows.")
  private @Nullable String where;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TABLE",
      description =
          "table (aligned, long values shortened, columns without a value left out), csv or json."
              + " Default: table.")
  private ShownTable.Format format = ShownTable.Format.TABLE;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      defaultValue = "50",
      description = "The most rows to print. Default: ${DEFAULT-VALUE}.")
  private int limit;

  ShowCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = read.runner(invocation.console());
    ShownTable shown = ShownTable.of(runner.spark(), read.out(), table, where, limit);
    OtherVersions.warn(
        runner, read.out(), Tables.named(table).stream().<Table<?>>map(t -> t).toList());
    invocation.console().out().print(shown.text(format));
    return 0;
  }
}

package org.assay.jobs.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.assay.jobs.report.History;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells the figures of plans over time. */
@Command(
    name = "history",
    description = "Tells the figures of all runs of plans over time, as a table and as drawings.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the table figures of finished audits in --out.",
      "Output:  on the terminal a line a figure and run of a plan, with its change and interval; and",
      "         history.html in --out, with a drawing a figure. assay show figures has all columns.",
      "Example: assay history --out out --plan conf/nightly-mnist.conf"
    })
final class HistoryCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private ReadOptions read = new ReadOptions();

  @Option(
      names = "--plan",
      paramLabel = "PLAN",
      description = "The plan, as audit was given it. Default: all plans.")
  private @Nullable String plan;

  @Option(
      names = "--last",
      paramLabel = "NUMBER",
      defaultValue = "10",
      description = "The most runs of each figure on the terminal. Default: ${DEFAULT-VALUE}.")
  private int last;

  HistoryCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (last < 1) {
      throw new BadInput("--last must be at least 1, not " + last);
    }
    Runner runner = read.runner(invocation.console());
    OtherVersions.warn(runner, read.out(), List.of(Tables.FIGURES));
    History history = History.of(runner.spark(), read.out(), plan);
    String page = read.out() + "/" + History.FILE;
    runner.files().replace(page, history.html());
    invocation.console().out().print(history.text(last));
    invocation.console().out().println("Page    " + page);
    return 0;
  }
}

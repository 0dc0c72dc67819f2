package org.assay.jobs.cli;

import java.util.concurrent.Callable;
import org.assay.jobs.report.Report;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the report of an output folder. */
@Command(
    name = "report",
    description = "Tells what the tables of a folder say: on the terminal, and as an HTML page.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the tables of finished runs in --out.",
      "Output:  report.html in --out, one file that needs nothing else; on the terminal the figures",
      "         that matter and the paper's Tables II to VI.",
      "Example: assay report --out out"
    })
final class ReportCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private ReadOptions read = new ReadOptions();

  ReportCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = read.runner(invocation.console());
    OtherVersions.warn(runner, read.out(), Tables.all());
    Report report = Report.of(runner.spark(), read.out());
    String page = read.out() + "/" + Report.FILE;
    runner.files().replace(page, report.html());
    invocation.console().out().print(report.summary());
    invocation.console().out().println("Page    " + page);
    return 0;
  }
}

package org.assay.jobs.cli;

import java.util.concurrent.Callable;
import org.assay.jobs.report.AuditResults;
import org.assay.jobs.report.Report;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report of an output folder. */
@Command(
    name = "report",
    description =
        "Tells what the tables of a folder say: on the terminal and as an HTML page, or to CI"
            + " systems and other programs.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   the tables of finished runs in --out.",
      "Output:  report.html in --out, one file that needs nothing else; on the terminal the figures",
      "         that matter and the paper's Tables II to VI. With --format junit instead junit.xml,",
      "         a suite for the last audit of each plan and a test case for each gate; with json",
      "         report.json, all runs, and gates and figures of these audits.",
      "Example: assay report --out out --format junit"
    })
final class ReportCommand implements Callable<Integer> {

  private final Invocation invocation;

  /** What is written. */
  enum Format {
    HTML,
    JUNIT,
    JSON
  }

  @Mixin private ReadOptions read = new ReadOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "HTML",
      description = "html, junit or json. Default: html.")
  private Format format = Format.HTML;

  ReportCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = read.runner(invocation.console());
    OtherVersions.warn(runner, read.out(), Tables.all());
    String file =
        switch (format) {
          case HTML -> page(runner);
          case JUNIT ->
              written(
                  runner,
                  AuditResults.JUNIT_FILE,
                  AuditResults.of(runner.spark(), read.out()).junit());
          case JSON ->
              written(
                  runner,
                  AuditResults.JSON_FILE,
                  AuditResults.of(runner.spark(), read.out()).json());
        };
    invocation.console().out().println((format == Format.HTML ? "Page    " : "File    ") + file);
    return 0;
  }

  private String page(Runner runner) {
    Report report = Report.of(runner.spark(), read.out());
    invocation.console().out().print(report.summary());
    return written(runner, Report.FILE, report.html());
  }

  private String written(Runner runner, String name, String text) {
    String file = read.out() + "/" + name;
    runner.files().replace(file, text);
    return file;
  }
}

package org.assay.jobs.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.job.ImportanceJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores and ranks pixels. */
@Command(
    name = "importance",
    description = "Scores and ranks every pixel by what it means to the predicted label.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set.",
      "Output:  tables runs, images and importance (a row a pixel: coefficient, scores, ranks) in",
      "         --out; on the terminal, the best pixels and where they lie.",
      "Example: assay importance --network bundled:deepcheck --images bundled:digits \\",
      "           --select 0..9 --metric abs,co,coi --top 5%%,10%%,30%% --out out"
    })
final class ImportanceCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--metric",
      split = ",",
      paramLabel = "METRIC",
      defaultValue = "abs,co,coi",
      description = "abs: |C|, co: C, coi: C times the pixel; several with commas. Default: all.")
  private Set<Metric> metrics = EnumSet.allOf(Metric.class);

  @Option(
      names = "--top",
      split = ",",
      paramLabel = "SHARE",
      defaultValue = "5%,10%,30%",
      description =
          "How many of the best pixels the summary looks at, such as 10 or 5%%. Default: 5%%,10%%,30%%.")
  private List<String> tops = List.of();

  @Option(names = "--exact", description = "Store each coefficient as a rational p/q too.")
  private boolean exact;

  @Mixin private RunOptions run = new RunOptions();

  ImportanceCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "importance",
        folder -> {
          Subject subject = data.subject(runner, network);
          int pixels = subject.images().rows() * subject.images().columns();
          tops.forEach(top -> check(top, pixels));
          Setting setting =
              new Setting("importance", invocation.arguments(), data.domain(), run.seed());
          Runner.Finished finished =
              runner.run(
                  folder, new ImportanceJob(subject, setting, EnumSet.copyOf(metrics), exact));
          new Summary(runner, folder.path()).printImportance(finished, metrics, tops);
          return finished.row().exitCode();
        });
  }

  private static void check(String top, int pixels) {
    try {
      PixelRanking.count(top, pixels);
    } catch (IllegalArgumentException e) {
      throw new BadInput("--" + e.getMessage(), e);
    }
  }
}

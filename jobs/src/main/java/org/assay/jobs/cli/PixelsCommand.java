package org.assay.jobs.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.assay.importance.Metric;
import org.assay.jobs.job.PairsJob;
import org.assay.jobs.job.PixelsJob;
import org.assay.jobs.job.PixelsQuestion;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Subject;
import org.assay.pixels.Engine;
import org.assay.query.Inputs;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Decides attacks on one or two pixels. */
@Command(
    name = "pixels",
    description = "Decides which pixels, or pairs of pixels, can change an image's label.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set.",
      "Output:  tables runs, images, pixel_summary, and pixel_attacks (a row a pixel and interval of",
      "         values with another label, with the least change and a checked witness) or",
      "         pixel_pairs (a row an attackable pair) in --out; a summary on the terminal.",
      "         Verdicts of --scope full hold over all activation patterns; those of --scope pattern",
      "         for the image's own pattern alone, as DeepCheck asks, and say nothing about others.",
      "Example: assay pixels --network bundled:deepcheck --images bundled:digits --select 0..99 \\",
      "           --count 1 --scope full --out out",
      "         assay pixels --network bundled:deepcheck --images bundled:digits --select 0..99 \\",
      "           --count 2 --pairs top:5%% --scope pattern --out out"
    })
final class PixelsCommand implements Callable<Integer> {

  /** What {@code --store} takes. */
  enum Store {
    SUMMARY,
    ATTACKABLE
  }

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "SCOPE",
      description =
          "full: all values of the pixels; pattern: those that keep the image's activation"
              + " pattern.")
  private Scope scope = Scope.PATTERN;

  @Option(
      names = "--inputs",
      paramLabel = "INPUTS",
      defaultValue = "REAL",
      description =
          "real: real numbers; grid: the 256 values b/255 of 8-bit images (with --scope full)."
              + " Default: real.")
  private Inputs inputs = Inputs.REAL;

  @Option(
      names = "--count",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Free pixels of an attack: 1 or 2. Default: 1.")
  private int count;

  @Option(
      names = "--pairs",
      paramLabel = "WHICH",
      description =
          "With --count 2: all pairs among the best pixels, top:5%% or top:39, or all pairs: all.")
  private @Nullable String pairs;

  @Option(
      names = "--metric",
      paramLabel = "METRIC",
      defaultValue = "COI",
      description = "By which pixels are ranked: abs, co or coi. Default: coi.")
  private Metric metric = Metric.COI;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "AUTO",
      description =
          "geometry, smt (Z3), or auto: geometry, held against Z3 on each image's first attack and a"
              + " seeded sample. Default: auto.")
  private Engine engine = Engine.AUTO;

  @Option(
      names = "--store",
      paramLabel = "WHAT",
      defaultValue = "SUMMARY",
      description = "With --pairs all: attackable stores every attackable pair as a row.")
  private Store store = Store.SUMMARY;

  @Option(
      names = "--channel",
      paramLabel = "NUMBER",
      description = "Of colour images, the one channel that is free. Default: all at once.")
  private @Nullable Integer channel;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "For each question, such as 10s or 500ms. Default: 10s.")
  private Duration timeout = Duration.ofSeconds(10);

  @Mixin private RunOptions run = new RunOptions();

  PixelsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    PixelsQuestion question =
        new PixelsQuestion(
            count,
            scope,
            inputs,
            pairs,
            metric,
            engine,
            store == Store.ATTACKABLE,
            channel,
            timeout);
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "pixels",
        folder -> {
          Subject subject = data.subject(runner, network);
          Setting setting =
              new Setting("pixels", invocation.arguments(), data.domain(), run.seed());
          Job job =
              count == 1
                  ? new PixelsJob(subject, setting, question)
                  : new PairsJob(subject, setting, question);
          Runner.Finished finished = runner.run(folder, job);
          new Summary(runner, folder.path()).print(finished);
          return finished.row().exitCode();
        });
  }
}

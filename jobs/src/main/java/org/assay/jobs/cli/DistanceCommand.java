package org.assay.jobs.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.assay.dataset.ImageSet;
import org.assay.jobs.job.DistanceJob;
import org.assay.jobs.job.DistanceQuestion;
import org.assay.jobs.job.Reduction;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedNetwork;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brackets the smallest change that leads to another label. */
@Command(
    name = "distance",
    description = "Finds how small an L-infinity change can flip each image's label.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set; with --reduce also the network that makes the inputs of the",
      "         images, whose float32 output is then the image that is changed.",
      "Output:  tables runs and distance (a row an image: no change up to low flips the predicted",
      "         label, proved; one of size high does, run again exactly) in --out; a summary on the",
      "         terminal. Another run into the same --out starts from these ends and narrows them.",
      "Example: assay distance --network bundled:deepcheck --images bundled:digits --select 0..9 \\",
      "           --precision 0.001 --timeout 10s --out out"
    })
final class DistanceCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--from",
      paramLabel = "LABEL",
      description = "Only images of this true label. Default: all.")
  private @Nullable Integer from;

  @Option(
      names = "--to",
      paramLabel = "LABEL",
      defaultValue = "any",
      description =
          "The label to be reached: any other than the predicted one; a label, which must be strictly"
              + " ahead of all others; or true, which forces misclassified images right. Default: any.")
  private String to = "";

  @Option(
      names = "--precision",
      paramLabel = "NUMBER",
      defaultValue = "0.001",
      description = "How far apart the ends may be: an exact decimal. Default: 0.001.")
  private String precision = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "For each image, such as 60s or 500ms. Default: 60s.")
  private Duration timeout = Duration.ofMinutes(1);

  @Option(
      names = "--reduce",
      paramLabel = "FILE",
      description =
          "A network that makes the inputs of the images, such as principal components; changes are"
              + " then those of its output.")
  private @Nullable String reduce;

  @Option(
      names = "--reduced-domain",
      paramLabel = "LO:HI",
      description =
          "With --reduce, the closed interval of every reduced value, in exact decimals. Default: none.")
  private @Nullable PixelDomain reducedDomain;

  @Mixin private RunOptions run = new RunOptions();

  DistanceCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    DistanceQuestion question =
        DistanceQuestion.parse(from, to, precision, timeout).within(reducedDomain);
    if (reducedDomain != null && reduce == null) {
      throw new BadInput("--reduced-domain goes with --reduce; use --domain for pixels");
    }
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "distance",
        folder -> {
          Runner.Finished finished = runner.run(folder, job(runner, question));
          new Summary(runner, folder.path()).printDistance(finished);
          return finished.row().exitCode();
        });
  }

  private DistanceJob job(Runner runner, DistanceQuestion question) {
    Setting setting = new Setting("distance", invocation.arguments(), data.domain(), run.seed());
    if (reduce == null) {
      return new DistanceJob(data.subject(runner, network), setting, question, null);
    }
    SharedNetwork shared = network.source().read(runner.files());
    SharedNetwork reduction = new NetworkSource(reduce, null).read(runner.files());
    ImageSet images = data.source().read(runner.spark(), runner.files());
    return new DistanceJob(
        data.reduced(shared, reduction, images),
        setting,
        question,
        Reduction.of(reduction, images));
  }
}

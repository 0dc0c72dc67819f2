package org.assay.jobs.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.assay.jobs.job.ImplantJob;
import org.assay.jobs.job.ImplantQuestion;
import org.assay.jobs.job.KeepSets;
import org.assay.jobs.job.PatchTerms;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.query.PixelDomain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds how little biases must change to flip images. */
@Command(
    name = "implant",
    description = "Finds how little biases must change to flip each image while others stay.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set, of which --seed draws sets of images that the network",
      "         labels right, to be kept; with --reduce also the network that makes the inputs of",
      "         the images.",
      "Output:  tables runs and implants (a row an image and set, its tamper radius: no change of",
      "         biases up to low flips the image and keeps the set, proved; one of size high does,",
      "         run again exactly; or Impossible within the bound) in --out; a summary on the",
      "         terminal.",
      "Example: assay implant --network bundled:deepcheck --images bundled:digits --select 0..9 \\",
      "           --sets 1 --bound 4 --out out"
    })
final class ImplantCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private BiasOptions biases = new BiasOptions();

  @Option(
      names = "--select",
      paramLabel = "LIST",
      description =
          "Images to flip, by position in the data set, such as 0..99 or 3,7,20..29. Default: all.")
  private Selection selection = Selection.ALL;

  @Option(
      names = "--to",
      paramLabel = "LABEL",
      defaultValue = "any",
      description =
          "The label that an image is to get: any other than the network's, or a label, which must be"
              + " strictly ahead of all others. Default: any.")
  private String to = "";

  @Option(
      names = "--sets",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description =
          "How many sets of images to keep are drawn by --seed; each image is asked about with each,"
              + " and never is in it. Default: 1.")
  private int sets;

  @Option(
      names = "--keep-per-label",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "How many images of each label a set has. Default: 1.")
  private int perLabel;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "For each image and set, such as 60s or 500ms. Default: 10s.")
  private Duration timeout = Duration.ofSeconds(10);

  @Mixin private RunOptions run = new RunOptions();

  ImplantCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    PatchTerms terms = biases.terms(timeout);
    ImplantQuestion.Sets drawn = new ImplantQuestion.Sets(sets, perLabel);
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "implant",
        folder -> {
          Runner.Finished finished = runner.run(folder, job(runner, terms, drawn));
          new Summary(runner, folder.path()).printImplants(finished);
          return finished.row().exitCode();
        });
  }

  private ImplantJob job(Runner runner, PatchTerms terms, ImplantQuestion.Sets drawn) {
    BiasOptions.Read read = biases.read(runner);
    Integer target = ImplantQuestion.target(to, read.network().network().labels());
    KeepSets from = new KeepSets(read.network(), read.reduction(), read.images(), run.seed());
    ImplantQuestion question =
        new ImplantQuestion(
            ImplantQuestion.units(from, selection, drawn),
            target,
            terms,
            biases.free(read.network()));
    Setting setting = new Setting("implant", invocation.arguments(), PixelDomain.UNIT, run.seed());
    return new ImplantJob(read.subject(question.images()), setting, question, read.reduction());
  }
}

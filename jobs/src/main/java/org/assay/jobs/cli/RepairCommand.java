package org.assay.jobs.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.jobs.job.KeepSets;
import org.assay.jobs.job.PatchJob;
import org.assay.jobs.job.PatchTerms;
import org.assay.jobs.job.PatchedFile;
import org.assay.jobs.job.PrescribedImage;
import org.assay.jobs.job.PrescribedImages;
import org.assay.jobs.job.RepairChoice;
import org.assay.jobs.job.RepairJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Patches misclassified images right and tells what that does to others. */
@Command(
    name = "repair",
    description = "Patches misclassified images right, and tells the accuracy before and after.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set; which misclassified images are to get their true labels,",
      "         which stay, and which are held out, by their positions in it.",
      "Output:  tables runs, patches (the smallest change of biases that does it, as of patch) and",
      "         repairs (a row a label and one for all: images held out that are right before and",
      "         after, by the network as written in floats) in --out; the patched network in",
      "         --write-network; a summary on the terminal. Without a patch nothing is written.",
      "Example: assay repair --network bundled:deepcheck --images bundled:digits --fix-wrong 2 \\",
      "           --keep-per-label 1 --bound 4 --write-network repaired.onnx --out out"
    })
final class RepairCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private BiasOptions biases = new BiasOptions();

  @Option(
      names = "--fix",
      paramLabel = "IMAGES",
      description =
          "Misclassified images that are to get their true labels: a list such as 8,33 or 20..29, or"
              + " a CSV file of lines image.")
  private @Nullable String fix;

  @Option(
      names = "--fix-wrong",
      paramLabel = "NUMBER",
      description = "In place of --fix, the first so many misclassified images of --select.")
  private @Nullable Integer fixWrong;

  @Option(
      names = "--select",
      paramLabel = "LIST",
      description = "Where --fix-wrong looks, such as 0..999. Default: all images not held out.")
  private @Nullable Selection selection;

  @Option(
      names = "--keep",
      paramLabel = "IMAGES",
      description =
          "Images that keep the label that the network gives them, or the one named: a list such as"
              + " 3,5=7,20..29, or a CSV file of lines image or image,label. Default: none.")
  private @Nullable String keep;

  @Option(
      names = "--keep-per-label",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description =
          "In place of --keep, so many images of each label, drawn by --seed of those that the"
              + " network labels right.")
  private int perLabel;

  @Option(
      names = "--held-out",
      paramLabel = "LIST",
      description =
          "Images on which accuracy is told, such as 5000..9999; none of those to fix or keep."
              + " Default: all others.")
  private @Nullable Selection heldOut;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "For the patch, such as 60s or 500ms. Default: 60s.")
  private Duration timeout = Duration.ofMinutes(1);

  @Option(
      names = "--write-network",
      paramLabel = "FILE",
      description = "Where the ONNX file with the patched biases goes, by any Hadoop path.")
  private @Nullable String patched;

  @Mixin private RunOptions run = new RunOptions();

  RepairCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    PatchTerms terms = biases.terms(timeout);
    if (selection != null && fixWrong == null) {
      throw new BadInput("--select says where --fix-wrong looks; give both, or --fix");
    }
    Runner runner = run.runner(invocation);
    return runner.command(
        run.out(),
        "repair",
        folder -> {
          Runner.Finished finished = runner.run(folder, job(runner, terms));
          new Summary(runner, folder.path()).printRepair(finished);
          if (patched != null) {
            write(runner, folder.path(), finished.run(), patched);
          }
          return finished.row().exitCode();
        });
  }

  private RepairJob job(Runner runner, PatchTerms terms) {
    BiasOptions.Read read = biases.read(runner);
    SharedNetwork shared = read.network();
    if (patched != null) {
      // What cannot be written is told before any work.
      shared.withBiases(shared.network());
    }
    RepairChoice.Chosen chosen =
        choice(runner).of(new KeepSets(shared, read.reduction(), read.images(), run.seed()));
    PatchJob.Asked asked =
        new PatchJob.Asked(List.of(chosen.question()), terms, biases.free(shared));
    return new RepairJob(
        read.subject(asked.images()),
        new Setting("repair", invocation.arguments(), PixelDomain.UNIT, run.seed()),
        asked,
        read.reduction(),
        read.subject(chosen.heldOut()).images());
  }

  private RepairChoice choice(Runner runner) {
    Selection among = selection == null ? Selection.ALL : selection;
    return new RepairChoice(
        prescribed(runner, "--fix", fix),
        fixWrong == null ? null : new RepairChoice.FirstWrong(fixWrong, among),
        prescribed(runner, "--keep", keep),
        perLabel,
        heldOut);
  }

  private static @Nullable List<PrescribedImage> prescribed(
      Runner runner, String option, @Nullable String text) {
    return text == null ? null : PrescribedImages.read(runner.files(), option, text);
  }

  private void write(Runner runner, String out, String id, String to) {
    PatchRow row = Tables.PATCHES.read(runner.spark(), out, id).head();
    Optional<byte[]> file = PatchedFile.of(biases.network(runner), row);
    file.ifPresent(bytes -> runner.files().replace(to, bytes));
    invocation
        .console()
        .out()
        .println(
            file.isPresent()
                ? "Network " + to + "  (content hash " + row.writtenHash() + ")"
                : "Network not written: there is no patch in numbers of its bits");
  }
}

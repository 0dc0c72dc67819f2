package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.assay.dataset.ImageSet;
import org.assay.encoding.NumberSort;
import org.assay.jobs.job.BiasChoice;
import org.assay.jobs.job.Decider;
import org.assay.jobs.job.PatchJob;
import org.assay.jobs.job.PatchQuestion;
import org.assay.jobs.job.PatchTerms;
import org.assay.jobs.job.PatchedFile;
import org.assay.jobs.job.PrescribedImage;
import org.assay.jobs.job.PrescribedImages;
import org.assay.jobs.job.ProofFolder;
import org.assay.jobs.job.Reduction;
import org.assay.jobs.job.SeededSets;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the smallest change of biases that forces examples. */
@Command(
    name = "patch",
    description = "Finds the smallest change of biases that gives images new labels, others kept.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network and a data set; which images stay and which change, by their positions"
          + " in",
      "         it: lists such as 3,5=7,20..29, or CSV files of lines image or image,label; or how",
      "         many sets are to be drawn. With --reduce also the network that makes the inputs of",
      "         the images.",
      "Output:  tables runs, images and patches (a row a question: no patch of a size up to low,",
      "         proved; one of size high, run again exactly on every image; or Impossible within the",
      "         bound; the biases as floats, proved again as written) in --out, with --accuracy also",
      "         patch_accuracy; the patched network in --write-network; in --proof a folder for each",
      "         Impossible question: network, question, every unit with its exact range, the remaining",
      "         query in SMT-LIB 2, and Z3's proof; a summary on the terminal.",
      "         With --engine smt --sort fp:11,11 (10 explicit bits) all is about that arithmetic:",
      "         weights, biases and inputs are rounded to it first, and so is every product, sum and",
      "         activation; nothing is written.",
      "Example: assay patch --network bundled:deepcheck --images bundled:digits --keep 0,1,2,3 \\",
      "           --change 4=7 --bound 4 --write-network patched.onnx --out out",
      "         assay patch --network bundled:deepcheck --images bundled:digits --sets 20 \\",
      "           --from 1 --to 7 --bound 4 --out out"
    })
final class PatchCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--keep",
      paramLabel = "IMAGES",
      description =
          "Images that keep the label that the network gives them, or the one named: a list such as"
              + " 3,5=7,20..29, or a CSV file of lines image or image,label. Default: none.")
  private @Nullable String keep;

  @Option(
      names = "--change",
      paramLabel = "IMAGES",
      description =
          "Images with the labels that they are to get: a list such as 2=7, or a CSV file of lines"
              + " image,label. Several times: each a question of its own.")
  private List<String> change = new ArrayList<>();

  @Mixin private SetOptions sets = new SetOptions();

  @Option(
      names = "--bound",
      required = true,
      paramLabel = "NUMBER",
      description = "The most that any bias may change: an exact decimal.")
  private String bound = "";

  @Option(
      names = "--layer-bound",
      paramLabel = "LAYER=NUMBER",
      description = "A smaller bound for the biases of one layer, such as 2=0.5. Repeatable.")
  private List<String> layerBounds = new ArrayList<>();

  @Option(
      names = "--layers",
      paramLabel = "LIST",
      description =
          "Only biases of these layers may change, as inspect numbers them. Default: all.")
  private Selection layers = Selection.ALL;

  @Option(
      names = "--units",
      paramLabel = "LAYER:LIST",
      description = "Of a layer only these biases may change, such as 2:0..4,7. Repeatable.")
  private List<String> units = new ArrayList<>();

  @Option(
      names = "--hold",
      paramLabel = "WHAT",
      defaultValue = "label",
      description =
          "What images to keep keep: label, or outputs:T, every output within T. Default: label.")
  private String hold = "";

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
      description = "For each question, such as 60s or 500ms. Default: 60s.")
  private Duration timeout = Duration.ofMinutes(1);

  @Mixin private EngineOptions engine = new EngineOptions();

  @Option(
      names = "--reduce",
      paramLabel = "FILE",
      description = "A network that makes the inputs of the images, such as principal components.")
  private @Nullable String reduce;

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      description =
          "Write changed biases with so many explicit bits of their significand. Default: all of"
              + " the network's type, 23 of float32.")
  private @Nullable Integer bits;

  @Option(
      names = "--write-network",
      paramLabel = "FILE",
      description = "Where the ONNX file with the patched biases goes, by any Hadoop path.")
  private @Nullable String patched;

  @Mixin private PatchAccuracyOptions accuracy = new PatchAccuracyOptions();

  @Option(
      names = "--proof",
      paramLabel = "FOLDER",
      description =
          "Where what others can check of each Impossible question goes, a new folder by any Hadoop"
              + " path; assay check-proof judges it.")
  private @Nullable String proofs;

  @Option(
      names = "--proof-timeout",
      paramLabel = "TIME",
      defaultValue = "60s",
      description =
          "With --proof, for each of Z3's two runs on the remaining query, without and with its own"
              + " proof. Default: 60s.")
  private Duration proofTimeout = Duration.ofMinutes(1);

  @Mixin private RunOptions run = new RunOptions();

  PatchCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    PatchTerms terms = PatchTerms.parse(bound, precision, hold, timeout, bits);
    Decider by = engine.decider();
    if (patched != null && !by.sort().equals(NumberSort.REAL)) {
      throw new BadInput(
          "--write-network goes with real numbers: over %s the whole network is rounded, not only patched"
              .formatted(by.sort()));
    }
    boolean drawn = sets.areDrawn(keep, change);
    if (patched != null && (drawn ? sets.count() : change.size()) > 1) {
      throw new BadInput("--write-network goes with one question; give --change once, or --sets 1");
    }
    Runner runner = run.runner(invocation);
    if (proofs != null && runner.files().exists(proofs)) {
      throw new BadInput("--proof " + proofs + ": is there already; name a new folder");
    }
    return runner.command(
        run.out(),
        "patch",
        folder -> {
          PatchJob job = job(runner, terms, by);
          Runner.Finished finished = runner.run(folder, job);
          new Summary(runner, folder.path()).printPatch(finished);
          if (patched != null) {
            write(runner, folder.path(), finished.run(), patched);
          }
          return finished.row().exitCode();
        });
  }

  private PatchJob job(Runner runner, PatchTerms terms, Decider by) {
    SharedNetwork shared = network.source().read(runner.files());
    if (patched != null) {
      // What cannot be written is told before any work.
      shared.withBiases(shared.network());
    }
    ImageSet set = images.source().read(runner.spark(), runner.files());
    SharedNetwork first =
        reduce == null ? null : new NetworkSource(reduce, null).read(runner.files());
    Subject.checkFit(shared, first, images.source(), set);
    Reduction reduction = first == null ? null : Reduction.of(first, set);
    PatchJob.Asked asked =
        new PatchJob.Asked(
            sets.areDrawn(keep, change)
                ? sets.questions(
                    SeededSets.labelledRight(shared.network(), reduction, set, run.seed()))
                : questions(runner, set.size(), shared.network().labels()),
            terms,
            new BiasChoice(layers, units, layerBounds).of(shared.network()),
            by,
            proofs == null ? null : new ProofFolder(runner.files(), proofs, proofTimeout));
    Function<Selection, Subject> select =
        selection ->
            first == null
                ? Subject.of(shared, images.source(), set, selection)
                : Subject.reduced(shared, first, images.source(), set, selection);
    return new PatchJob(
        select.apply(asked.images()),
        new Setting("patch", invocation.arguments(), PixelDomain.UNIT, run.seed()),
        asked,
        reduction,
        accuracy.of(shared, select));
  }

  private List<PatchQuestion> questions(Runner runner, int size, int labels) {
    List<PrescribedImage> kept =
        keep == null ? List.of() : PrescribedImages.read(runner.files(), "--keep", keep);
    List<PatchQuestion> questions =
        change.stream()
            .map(text -> PrescribedImages.read(runner.files(), "--change", text))
            .map(changed -> new PatchQuestion(kept, changed))
            .toList();
    questions.forEach(question -> question.check(size, labels));
    return questions;
  }

  private void write(Runner runner, String out, String id, String to) {
    PatchRow row =
        Tables.PATCHES.read(runner.spark(), out, id).where(col("quantised").isNull()).head();
    Optional<byte[]> file = PatchedFile.of(network.source().read(runner.files()), row);
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

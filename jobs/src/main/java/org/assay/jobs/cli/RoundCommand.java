package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.assay.dataset.ImageSet;
import org.assay.format.OnnxWriter;
import org.assay.jobs.job.BitCounts;
import org.assay.jobs.job.Reduction;
import org.assay.jobs.job.RoundingJob;
import org.assay.jobs.job.Setting;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.network.Network;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a network with short significands, or tells how accurate such networks are. */
@Command(
    name = "round",
    description = "Cuts weights and biases to fewer bits, toward zero: a file, or how it predicts.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network; for a table also a data set and several numbers of bits, and with",
      "         --reduce the network that makes the inputs of the images.",
      "Output:  without --images, an ONNX file of the rounded network, which is the one that",
      "         --round-bits makes. With --images, tables runs and rounding (a row a number of bits,",
      "         and one of the network as it stands) in the folder --out; a summary on the terminal.",
      "         With --patch-from and --patch-to also how long a patch takes with so many bits, and in",
      "         tables patches and images what was asked and found.",
      "Example: assay round --network bundled:deepcheck --bits 10 --out deepcheck10.onnx",
      "         assay round --network bundled:deepcheck --bits 1..23 --images bundled:digits --out out"
    })
final class RoundCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--bits",
      required = true,
      paramLabel = "LIST",
      description =
          "Explicit bits kept of each significand, such as 10, or 1..23 with --images; 23 is all of"
              + " float32.")
  private BitCounts bits = BitCounts.parse("23");

  @ArgGroup(exclusive = false)
  private @Nullable DataOptions data;

  @Option(
      names = "--reduce",
      paramLabel = "FILE",
      description =
          "A network that makes the inputs of the images, such as principal components; its bits"
              + " stay.")
  private @Nullable String reduce;

  @ArgGroup(exclusive = false)
  private @Nullable RoundingPatchOptions patch;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PLACE",
      description = "The file to write, or with --images the folder of tables; any Hadoop path.")
  private String out = "";

  @Mixin private SparkOptions spark = new SparkOptions();

  RoundCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (data == null && (reduce != null || patch != null)) {
      throw new BadInput("--reduce and --patch-from go with --images and a folder --out");
    }
    return data == null ? written() : measured(data);
  }

  private int written() {
    if (bits.counts().size() != 1) {
      throw new BadInput(
          "--bits %s are %d networks: a file takes one; give --images for a table of all"
              .formatted(bits, bits.counts().size()));
    }
    FileStore files = new FileStore(new Configuration());
    Network rounded = network.source().read(files).cut(bits.counts().get(0)).network();
    try {
      files.replace(out, OnnxWriter.write(rounded));
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()), e);
    }
    PrintStream terminal = invocation.console().out();
    terminal.println("Content hash  " + rounded.contentHash());
    terminal.println("Network       " + out);
    terminal.println("Next          scripts/assay accuracy --network " + out + " --images ...");
    return 0;
  }

  private int measured(DataOptions of) {
    Runner runner = spark.runner(invocation);
    return runner.command(
        out,
        "round",
        folder -> {
          Runner.Finished finished = runner.run(folder, job(runner, of));
          new Summary(runner, folder.path()).printRounding(finished);
          return finished.row().exitCode();
        });
  }

  private RoundingJob job(Runner runner, DataOptions of) {
    SharedNetwork shared = network.source().read(runner.files());
    ImageSet read = of.source().read(runner.spark(), runner.files());
    SharedNetwork first =
        reduce == null ? null : new NetworkSource(reduce, null).read(runner.files());
    Subject subject = first == null ? of.subject(shared, read) : of.reduced(shared, first, read);
    Reduction reduction = first == null ? null : Reduction.of(first, read);
    Setting setting =
        new Setting("round", invocation.arguments(), of.domain(), patch == null ? 0 : patch.seed());
    return new RoundingJob(
        subject,
        setting,
        bits,
        reduction,
        patch == null ? null : patch.of(shared, reduction, read));
  }
}

package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.assay.format.OnnxWriter;
import org.assay.jobs.job.PrincipalComponents;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the principal components of a data set as a network. */
@Command(
    name = "pca",
    description = "Finds the principal components of images, as a network that reduces them.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a data set.",
      "Output:  an ONNX file of one affine layer, v . (x - mean) for each of the first directions of",
      "         the images' covariance, unscaled, in float32; on the terminal, what they keep.",
      "Example: assay pca --images bundled:digits --components 30 --out pca30.onnx"
    })
final class PcaCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--components",
      required = true,
      paramLabel = "NUMBER",
      description = "How many outputs the network has.")
  private int components;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write, by any Hadoop path.")
  private String file = "";

  @Mixin private SparkOptions spark = new SparkOptions();

  PcaCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = spark.runner(invocation);
    SharedImages images = data.images(runner);
    PrincipalComponents found =
        PrincipalComponents.of(runner, images, components, "pca" + components);
    runner.files().replace(file, OnnxWriter.write(found.network()));
    PrintStream out = invocation.console().out();
    double kept = found.variances().stream().mapToDouble(v -> v).sum();
    out.printf(
        Locale.ROOT,
        "Variance      %.2f %% of that of %,d images is along %d components%n",
        100 * kept / found.total(),
        images.count(),
        components);
    out.println("Content hash  " + found.network().contentHash());
    out.println("Network       " + file);
    out.println("Next          scripts/assay accuracy --pre " + file + " --network ...");
    return 0;
  }
}

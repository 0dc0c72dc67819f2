package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.assay.dataset.CsvReader;
import org.assay.eval.BatchedInference;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a network makes of images as a data set. */
@Command(
    name = "transform",
    description = "Writes what a network makes of images as a data set for other commands.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Input:   a network, such as principal components, and a data set.",
      "Output:  a CSV file of a line an image: its label, then the network's outputs in ORDERED",
      "         arithmetic, each written so that the same number is read. A command that is given it",
      "         by --images asks about changes of these numbers rather than of pixels; --domain then",
      "         says between which ends they may lie.",
      "Example: assay transform --network pca30.onnx --images mnist --out reduced.csv",
      "         assay robustness --network lantern-small.onnx --images reduced.csv \\",
      "           --domain -20:20 --radius 0.1 --out out"
    })
final class TransformCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The CSV file to write, by any Hadoop path.")
  private String file = "";

  @Mixin private SparkOptions spark = new SparkOptions();

  TransformCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Runner runner = spark.runner(invocation);
    Subject subject = data.input(runner, network);
    SharedImages images = subject.images();
    double[][] outputs =
        BatchedInference.of(subject.network().network())
            .logits(
                IntStream.range(0, images.count())
                    .mapToObj(place -> images.example(place).image())
                    .toList());
    float[] ends = ends(outputs);
    runner.files().replace(file, text(images, outputs));
    PrintStream out = invocation.console().out();
    out.printf(
        Locale.ROOT,
        "Values    %,d of each of %,d images, from %s to %s%n",
        outputs[0].length,
        outputs.length,
        ends[0],
        ends[1]);
    out.println("Data set  " + file);
    out.println("Next      scripts/assay accuracy --images " + file + " --network ...");
    return 0;
  }

  /** The least and the greatest value. */
  private float[] ends(double[][] outputs) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    boolean bytes = true;
    for (int place = 0; place < outputs.length; place++) {
      for (double output : outputs[place]) {
        float value = (float) output;
        if (value != output || Float.isInfinite(value)) {
          throw new BadInput(
              "%s of the image at place %d of those selected is no finite float32, which data sets hold"
                  .formatted(output, place));
        }
        low = Math.min(low, value);
        high = Math.max(high, value);
        bytes &= value >= 0 && value <= 255 && value == Math.rint(value);
      }
    }
    if (bytes && high > 1) {
      throw new BadInput(
          file
              + ": all values are integers from 0 to 255, which a CSV file means as 8-bit pixels;"
              + " such outputs cannot be written");
    }
    return new float[] {low, high};
  }

  private static String text(SharedImages images, double[][] outputs) {
    StringBuilder text = new StringBuilder();
    for (int place = 0; place < outputs.length; place++) {
      text.append(images.example(place).label());
      for (double output : outputs[place]) {
        text.append(',').append((float) output);
      }
      text.append('\n');
      if (text.length() > CsvReader.MAX_BYTES) {
        throw new BadInput("the data set is too long to be read again; use --select to take fewer");
      }
    }
    return text.toString();
  }
}

package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.jobs.integration.Command;

/**
 * All test images through {@code scripts/assay} with a heap of 2 GB: wall clock from the start of
 * the process to its end.
 *
 * @param network as the command line names it, or a file beside the images
 * @param arguments command and options besides network, images and output
 * @param units pixels or pairs of one image
 * @param runs how often
 * @param seconds the aim; 0 where there is none
 */
record WholeDataSet(
    String name,
    String description,
    String network,
    List<String> arguments,
    long units,
    int runs,
    int seconds)
    implements Measurement {

  /** No whole data set takes longer on two cores. */
  private static final int MINUTES = 180;

  static final String WK17A = "wk17a/derived/wk17a_linf0.1.onnx";
  private static final String BACKDOORED = "wk17a_backdoor/wk17a_altered_rebuilt.onnx";

  static WholeDataSet pixels(int runs) {
    return new WholeDataSet(
        "pixels",
        "all 784 pixels of all test images by the command line",
        Setting.NETWORK,
        List.of("pixels", "--scope", "pattern", "--count", "1"),
        784,
        runs,
        60);
  }

  static WholeDataSet pairs(int runs) {
    return new WholeDataSet(
        "pairs",
        "all 306,936 pairs of all test images by the command line",
        Setting.NETWORK,
        List.of("pixels", "--scope", "pattern", "--count", "2", "--pairs", "all"),
        784L * 783 / 2,
        runs,
        180);
  }

  static WholeDataSet full(int runs) {
    return new WholeDataSet(
        "full",
        "all 784 lines of all test images over all patterns by the command line",
        Setting.NETWORK,
        List.of("pixels", "--scope", "full", "--count", "1"),
        784,
        runs,
        120);
  }

  static WholeDataSet fullConvolutional(int runs) {
    return new WholeDataSet(
        "full-wk17a",
        "the same of the convolutional WK17a",
        WK17A,
        List.of("pixels", "--scope", "full", "--count", "1"),
        784,
        runs,
        900);
  }

  static WholeDataSet triggers(int runs) {
    return new WholeDataSet(
        "triggers", "trigger scan of WK17a", WK17A, List.of("scan-triggers"), 784, runs, 0);
  }

  static WholeDataSet backdoor(int runs) {
    return new WholeDataSet(
        "backdoor",
        "trigger scan of the backdoored WK17a",
        BACKDOORED,
        List.of("scan-triggers"),
        784,
        runs,
        0);
  }

  @Override
  public List<Result> run(Setting setting) throws IOException, InterruptedException {
    double[] seconds = new double[runs];
    for (int run = 0; run < runs; run++) {
      seconds[run] = once(setting);
    }
    int images = setting.images().size();
    double[] nanos = new double[runs];
    for (int run = 0; run < runs; run++) {
      nanos[run] = seconds[run] * 1e9 / ((double) images * units);
    }
    String input = file() + ", %,d images x %,d".formatted(images, units);
    String aim = seconds() == 0 ? "" : "< " + seconds();
    return List.of(
        new Result(name + ", start-up included", input, Spread.of(seconds), "s", aim),
        new Result(name + ", each", input, Spread.of(nanos), "ns", ""));
  }

  private double once(Setting setting) throws IOException, InterruptedException {
    Path out = Files.createTempDirectory("assay-bench");
    String model =
        network.equals(Setting.NETWORK)
            ? network
            : setting.data().resolveSibling(network).toString();
    List<String> words = new ArrayList<>(arguments);
    words.addAll(List.of("--quiet", "--network", model, "--images", setting.data().toString()));
    words.addAll(List.of("--out", out.resolve("out").toString()));
    Command command = Command.assay(Map.of("ASSAY_MEMORY", "2g")).within(MINUTES);
    try {
      long start = System.nanoTime();
      command.run(words.toArray(String[]::new));
      return (System.nanoTime() - start) / 1e9;
    } finally {
      delete(out);
    }
  }

  /** The network's name without its folders. */
  private String file() {
    return network.substring(network.lastIndexOf('/') + 1);
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

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
 * @param arguments of the {@code pixels} command besides network, images and output
 * @param units pixels or pairs of one image
 * @param runs how often
 * @param seconds the aim
 */
record WholeDataSet(
    String name, String description, List<String> arguments, long units, int runs, int seconds)
    implements Measurement {

  static WholeDataSet pixels(int runs) {
    return new WholeDataSet(
        "pixels",
        "all 784 pixels of all test images by the command line",
        List.of("--count", "1"),
        784,
        runs,
        60);
  }

  static WholeDataSet pairs(int runs) {
    return new WholeDataSet(
        "pairs",
        "all 306,936 pairs of all test images by the command line",
        List.of("--count", "2", "--pairs", "all"),
        784L * 783 / 2,
        runs,
        180);
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
    String input = Setting.NETWORK + ", %,d images x %,d".formatted(images, units);
    return List.of(
        new Result(name + ", start-up included", input, Spread.of(seconds), "s", "< " + seconds()),
        new Result(name + ", each", input, Spread.of(nanos), "ns", ""));
  }

  private double once(Setting setting) throws IOException, InterruptedException {
    Path out = Files.createTempDirectory("assay-bench");
    List<String> words = new ArrayList<>(List.of("pixels", "--scope", "pattern", "--quiet"));
    words.addAll(List.of("--network", Setting.NETWORK, "--images", setting.data().toString()));
    words.addAll(List.of("--out", out.resolve("out").toString()));
    words.addAll(arguments);
    Command command = Command.assay(Map.of("ASSAY_MEMORY", "2g"));
    try {
      long start = System.nanoTime();
      command.run(words.toArray(String[]::new));
      return (System.nanoTime() - start) / 1e9;
    } finally {
      delete(out);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package org.assay.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Files of a classifier of four pixels with three units and two labels, and of images for it. */
public record SmallClassifier(Path folder) {

  public static final int IMAGES = 30;

  public String network() throws IOException {
    String text =
        "// small\n2,4,2,4,\n4,3,2,\n0,\n"
            + line("0", 4)
            + line("1", 4)
            + line("0", 5)
            + line("1", 5)
            + "1.25,-0.75,0.5,-1,\n-0.5,1,-1.25,0.75,\n0.75,0.5,-0.25,-0.5,\n"
            + "-0.25,\n0.125,\n0,\n"
            + "1,-1,0.5,\n-0.75,1.25,0.25,\n"
            + "0.0625,\n0,\n";
    return Files.writeString(folder.resolve("small.nnet"), text).toString();
  }

  private static String line(String value, int times) {
    return String.join(",", Collections.nCopies(times, value)) + ",\n";
  }

  public String images() throws IOException {
    Random random = new Random(4);
    String lines =
        IntStream.range(0, IMAGES)
            .mapToObj(
                id ->
                    String.format(
                        Locale.ROOT,
                        "%d,%d,%d,%d,%d%n",
                        random.nextInt(2),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256)))
            .collect(Collectors.joining());
    return Files.writeString(folder.resolve("images.csv"), lines).toString();
  }
}

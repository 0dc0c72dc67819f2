package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assay.jobs.integration.Command;

/**
 * The paper's adversarial networks, asked of {@code verify} in three arithmetics through {@code
 * scripts/assay}: how many answers are right, and wall clock from the start of the process to its
 * end. A wrong answer fails the bench.
 */
final class ForgedSuite implements Measurement {

  private static final int MINUTES = 60;

  /** Places of the suite by kind, and the seconds that are hoped for. */
  private record Part(String name, String places, int seconds) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("simple", "0..8499", 300),
          new Part("disguised by 20 and 50 layers", "8500..25499", 1800));

  @Override
  public String name() {
    return "forge";
  }

  @Override
  public String description() {
    return "25,500 adversarial networks in three arithmetics by the command line";
  }

  @Override
  public List<Result> run(Setting setting) throws IOException, InterruptedException {
    Path out = Files.createTempDirectory("assay-bench");
    Command command = Command.assay(Map.of("ASSAY_MEMORY", "2g")).within(MINUTES);
    try {
      String suite = out.resolve("suite").toString();
      command.run(
          "forge", "suite", "--quiet", "--seed", Long.toString(setting.seed()), "--out", suite);
      List<Result> results = new ArrayList<>();
      for (Part part : PARTS) {
        long start = System.nanoTime();
        String said =
            command.run(
                "forge",
                "check",
                "--quiet",
                "--suite",
                suite,
                "--select",
                part.places(),
                "--out",
                suite);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(said);
        results.add(
            new Result(
                part.name() + ": " + counts(said),
                "suite of seed " + setting.seed(),
                Spread.of(seconds),
                "s",
                "< " + part.seconds()));
      }
      return results;
    } finally {
      WholeDataSet.delete(out);
    }
  }

  /** The counts of a table whose columns are right, wrong and undecided before two times. */
  private static String counts(String said) {
    long right = 0;
    long wrong = 0;
    long undecided = 0;
    for (String line : said.split("\n", -1)) {
      if (line.contains("EXACT") || line.contains("BIAS_")) {
        String[] cells = line.strip().replace(",", "").split("\\s+", -1);
        int last = cells.length - 1;
        right += Long.parseLong(cells[last - 4]);
        wrong += Long.parseLong(cells[last - 3]);
        undecided += Long.parseLong(cells[last - 2]);
      }
    }
    return "%,d right, %d wrong, %d undecided".formatted(right, wrong, undecided);
  }
}

package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.pixels.PatternSmt;
import org.assay.query.Budget;
import org.assay.smt.Z3Session;

/**
 * The solver asked about 50,000 single pixels in one session: questions a second on one core, and
 * the process's resident memory at every 5,000.
 */
final class SolverLoad implements Measurement {

  private static final int QUERIES = 50_000;
  private static final int BLOCK = 5_000;

  @Override
  public String name() {
    return "solver";
  }

  @Override
  public String description() {
    return "one-pixel questions to Z3 on one core, and its memory";
  }

  @Override
  public List<Result> run(Setting setting) throws IOException {
    Audited audited = new Audited(setting);
    Budget.Timer timer = Budget.UNLIMITED.start();
    int pixels = setting.network().inputs();
    List<Double> rates = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    try (Z3Session session = new Z3Session()) {
      PatternSmt smt = new PatternSmt(audited.image(0), session);
      long start = System.nanoTime();
      for (int query = 0; query < QUERIES; query++) {
        if (query % pixels == 0) {
          smt = new PatternSmt(audited.image(query / pixels), session);
        }
        smt.pixel(query % pixels, timer);
        if ((query + 1) % BLOCK == 0) {
          rates.add(BLOCK / ((System.nanoTime() - start) / 1e9));
          memory.add(residentMegabytes());
          System.out.printf(
              "  %,7d questions: %.0f/s, resident %.0f MB%n",
              query + 1, rates.get(rates.size() - 1), memory.get(memory.size() - 1));
          start = System.nanoTime();
        }
      }
    }
    String input = "%,d pixels, images in order".formatted(QUERIES);
    double growth = memory.get(memory.size() - 1) / memory.get(0);
    return List.of(
        new Result("Z3, one pixel", input, spread(rates), "questions/s", "> 300"),
        new Result("resident memory, Java heap and all", input, spread(memory), "MB", ""),
        new Result("resident memory, last : first", input, Spread.of(growth), "ratio", "about 1"));
  }

  private static Spread spread(List<Double> measured) {
    return Spread.of(measured.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Linux alone tells it, in kilobytes. */
  private static double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    throw new IOException("/proc/self/status has no VmRSS");
  }
}

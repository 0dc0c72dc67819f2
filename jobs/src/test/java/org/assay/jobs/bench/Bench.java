package org.assay.jobs.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main class of {@code scripts/bench}: runs the measurements asked for and prints a table. */
@CommandLine.Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures speed and memory on MNIST's test images and DeepCheck's network.",
      "",
      "Input: a folder with MNIST's four files; truth and others look beside it for theirs.",
      "Output: a table: what is measured, on which input, how many runs, their spread.",
      "Example: scripts/bench --data mnist pixels exact",
      ""
    })
public final class Bench implements Callable<Integer> {

  private static final String LINE = "%-44s %-46s %5s %11s %11s %11s  %-9s %s%n";

  @Parameters(
      paramLabel = "NAME",
      description = "measurements to take, all by default: ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private List<String> names = new ArrayList<>();

  @Option(names = "--data", required = true, description = "folder with MNIST's four files")
  private Path data = Path.of("mnist");

  @Option(
      names = "--runs",
      description = "runs of each whole-data-set measurement; by default 3 for pixels, 1 for pairs")
  private int runs;

  @Option(
      names = "--sets",
      description = "sets of images that patch draws; default ${DEFAULT-VALUE}")
  private int sets = 20;

  @Option(
      names = "--plain-sets",
      description =
          "how many of these go to the plain encoding too, ten minutes each; default"
              + " ${DEFAULT-VALUE}")
  private int plainSets = 2;

  @Option(names = "--seed", description = "of the samples drawn; default ${DEFAULT-VALUE}")
  private long seed = 1;

  private final PrintStream out = System.out;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Measurement> chosen = chosen();
    Setting setting = Setting.of(data.toAbsolutePath(), seed);
    List<Result> results = new ArrayList<>();
    for (Measurement measurement : chosen) {
      out.printf("%s: %s ...%n", measurement.name(), measurement.description());
      results.addAll(measurement.run(setting));
    }
    out.printf("%n%d cores, Java %s%n%n", cores(), Runtime.version());
    out.printf(LINE, "quantity", "input", "runs", "min", "median", "max", "unit", "aim");
    for (Result r : results) {
      Spread s = r.spread();
      out.printf(
          LINE,
          r.quantity(),
          r.input(),
          s.runs(),
          number(s.min()),
          number(s.median()),
          number(s.max()),
          r.unit(),
          r.aim());
    }
    return 0;
  }

  private List<Measurement> chosen() {
    List<Measurement> all = all(runs, new Patching(sets, plainSets));
    for (String name : names) {
      if (all.stream().noneMatch(m -> m.name().equals(name))) {
        throw new IllegalArgumentException(
            "no measurement is called %s; there are %s".formatted(name, new Names().names()));
      }
    }
    return names.isEmpty() ? all : all.stream().filter(m -> names.contains(m.name())).toList();
  }

  /** All measurements, the long ones last. */
  private static List<Measurement> all(int runs, Patching patching) {
    return List.of(
        new Inference(),
        new ExactMode(),
        new PairEngines(),
        new SolverLoad(),
        WholeDataSet.pixels(runs > 0 ? runs : 3),
        WholeDataSet.pairs(runs > 0 ? runs : 1),
        new FullEngines(),
        WholeDataSet.full(runs > 0 ? runs : 3),
        WholeDataSet.fullConvolutional(runs > 0 ? runs : 1),
        WholeDataSet.triggers(runs > 0 ? runs : 1),
        WholeDataSet.backdoor(runs > 0 ? runs : 1),
        Tampering.lantern(),
        Tampering.deepcheck(),
        new Agreement(),
        new EveryValue(),
        new Truth(),
        new Kills(),
        patching,
        new ForgedSuite(),
        new Scale(runs > 0 ? runs : 5));
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Three digits at least, in plain notation. */
  private static String number(double value) {
    int decimals = value == 0 ? 0 : Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
    return String.format("%,." + decimals + "f", value);
  }

  /** The names of all measurements, for the help text. */
  static final class Names implements Iterable<String> {

    List<String> names() {
      return all(1, new Patching(1, 0)).stream().map(Measurement::name).toList();
    }

    @Override
    public java.util.Iterator<String> iterator() {
      return names().iterator();
    }
  }
}

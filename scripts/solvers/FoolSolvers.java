import com.google.ortools.Loader;
import com.google.ortools.modelbuilder.ModelBuilder;
import com.google.ortools.modelbuilder.ModelSolver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts programs that {@code assay mip-export} wrote to solvers in floating point, and counts who
 * says infeasible: {@code FoolSolvers SECONDS OUT.csv FORGED.csv PROGRAMS...}, where FORGED.csv is
 * table forged ({@code none} for none) and PROGRAMS are folders. Run by {@code scripts/fool-solvers}.
 */
final class FoolSolvers {

  private static final List<String> SOLVERS = List.of("GLPK", "CBC", "SCIP", "HiGHS");

  /** The paper's ranges of sigma. */
  private static final double[] ENDS = {-15, -10, -6, -4, -3, -2};

  private static final Map<String, String> VERSIONS = new HashMap<>();

  /** What is known of a program's network; layers -1 where it is none of the suite. */
  private record Forged(int layers, double sigma, double omega, String biasLast) {}

  private static final Forged NONE = new Forged(-1, 0, 0, "");

  /** One program with what each solver says: infeasible, feasible, or else. */
  private record Result(
      String set, String name, Forged forged, String exact, Map<String, String> answers) {

    boolean allSayInfeasible() {
      return answers.values().stream().allMatch(answer -> answer.equals("infeasible"));
    }
  }

  private FoolSolvers() {}

  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    Loader.loadNativeLibraries();
    versions();
    Map<String, Forged> forged =
        arguments[2].equals("none") ? Map.of() : forged(Path.of(arguments[2]));
    List<Result> results = new ArrayList<>();
    try (PrintWriter csv = new PrintWriter(arguments[1], StandardCharsets.UTF_8)) {
      csv.println("set,name,layers,sigma,omega,exact,bias_last,solver,version,answer,seconds");
      for (int i = 3; i < arguments.length; i++) {
        Path folder = Path.of(arguments[i]);
        List<String> lines = Files.readAllLines(folder.resolve("questions.csv"));
        for (String line : lines.subList(1, lines.size())) {
          results.add(ask(folder, line.split(","), forged, seconds, csv));
          if (results.size() % 100 == 0) {
            System.err.println(results.size() + " programs");
          }
        }
      }
    }
    tell(results);
  }

  /** Rows of table forged as CSV, by name. */
  private static Map<String, Forged> forged(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> heading = List.of(lines.get(0).split(","));
    Map<String, Forged> all = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      all.put(
          cells[heading.indexOf("name")],
          new Forged(
              Integer.parseInt(cells[heading.indexOf("layers")]),
              Double.parseDouble(cells[heading.indexOf("sigma")]),
              Double.parseDouble(cells[heading.indexOf("omega")]),
              cells[heading.indexOf("bias_last")]));
    }
    return all;
  }

  private static Result ask(
      Path folder, String[] question, Map<String, Forged> all, int seconds, PrintWriter csv) {
    String name = question[0];
    // A list's names are numbered: 00001-NAME.
    Forged forged = all.getOrDefault(name.replaceFirst("^\\d{5}-", ""), NONE);
    String set = folder.getFileName().toString();
    Map<String, String> answers = new LinkedHashMap<>();
    String program = folder.resolve(name + ".mps").toString();
    for (String solver : SOLVERS) {
      long start = System.nanoTime();
      String answer =
          switch (solver) {
            case "GLPK" -> glpk(program, seconds);
            case "CBC" -> cbc(program, seconds);
            default -> inProcess(solver.toUpperCase(Locale.ROOT), program, seconds);
          };
      answers.put(solver, answer);
      csv.printf(
          Locale.ROOT,
          "%s,%s,%d,%s,%s,%s,%s,%s,%s,%s,%.3f%n",
          set,
          name,
          forged.layers,
          forged.sigma,
          forged.omega,
          question[1],
          forged.biasLast,
          solver,
          VERSIONS.get(solver),
          answer,
          (System.nanoTime() - start) / 1e9);
    }
    csv.flush();
    return new Result(set, name, forged, question[1], answers);
  }

  // The solvers.

  private static String glpk(String program, int seconds) {
    String said = run("glpsol", "--freemps", program, "--tmlim", Integer.toString(seconds));
    if (said.contains("OPTIMAL SOLUTION FOUND") || said.contains("OPTIMAL LP SOLUTION FOUND")) {
      return "feasible";
    }
    return said.contains("NO PRIMAL FEASIBLE") || said.contains("NO INTEGER FEASIBLE")
            || said.contains("NO FEASIBLE")
        ? "infeasible"
        : said.contains("TIME LIMIT") ? "timeout" : "error";
  }

  private static String cbc(String program, int seconds) {
    String said =
        run("cbc", program, "-seconds", Integer.toString(seconds), "-solve", "-quit");
    if (said.contains("Result - Optimal solution found") || said.contains("Optimal - objective")) {
      return "feasible";
    }
    return said.contains("nfeasible")
        ? "infeasible"
        : said.contains("Stopped on time") ? "timeout" : "error";
  }

  private static String inProcess(String solver, String program, int seconds) {
    ModelBuilder model = new ModelBuilder();
    ModelSolver solving = new ModelSolver(solver);
    if (!solving.solverIsSupported() || !model.importFromMpsFile(program)) {
      return "error";
    }
    solving.setTimeLimit(Duration.ofSeconds(seconds));
    return switch (solving.solve(model)) {
      case OPTIMAL, FEASIBLE -> "feasible";
      case INFEASIBLE -> "infeasible";
      case NOT_SOLVED, UNKNOWN_STATUS -> "timeout";
      default -> "error";
    };
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(command[0] + ": see scripts/fool-solvers --help", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void versions() {
    VERSIONS.put("GLPK", found("Solver\\D*([0-9.]+[0-9])", run("glpsol", "--version")));
    VERSIONS.put("CBC", found("Version: ([0-9.]+)", run("cbc", "-quit")));
    String ortools = System.getProperty("ortools", "unknown");
    VERSIONS.put("SCIP", "of or-tools " + ortools);
    VERSIONS.put("HiGHS", "of or-tools " + ortools);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1) : "unknown";
  }

  // The tables.

  private static void tell(List<Result> results) {
    System.out.println("Solvers in floating point (" + versionLine() + ")");
    System.out.println();
    System.out.printf("%-26s %-14s %8s", "programs", "in fractions", "number");
    SOLVERS.forEach(solver -> System.out.printf(" %12s", solver));
    System.out.printf(" %12s%n", "all four");
    for (String set : results.stream().map(FoolSolvers::kind).distinct().toList()) {
      for (String exact : List.of("sat", "unsat", "unknown")) {
        tellCounts(
            set,
            exact,
            results.stream()
                .filter(r -> kind(r).equals(set) && r.exact.equals(exact))
                .toList());
      }
    }
    System.out.println();
    System.out.println("Cells: how many say infeasible, which is wrong of sat; in brackets");
    System.out.println("how many had no answer in time. sat and unsat are in exact fractions.");
    table("Fooled with all solvers, omega = 2^54 (Table 1 of the paper), of what fires in doubles",
        results, r -> r.forged.omega == 0x1p54 && r.forged.biasLast.equals("sat"));
    table("The same, of those that are sat in exact fractions too",
        results, r -> r.forged.omega == 0x1p54 && r.exact.equals("sat"));
    table("All omega, of those that are sat in exact fractions",
        results, r -> r.forged.layers >= 0 && r.exact.equals("sat"));
  }

  private static String versionLine() {
    return String.join(
        ", ", SOLVERS.stream().map(solver -> solver + " " + VERSIONS.get(solver)).toList());
  }

  private static String kind(Result result) {
    return result.forged.layers < 0
        ? result.set
        : result.forged.layers == 0 ? "simple switch" : "switch, n = " + result.forged.layers;
  }

  private static void tellCounts(String set, String exact, List<Result> of) {
    if (of.isEmpty()) {
      return;
    }
    System.out.printf("%-26s %-14s %8d", set, exact, of.size());
    for (String solver : SOLVERS) {
      long wrong = of.stream().filter(r -> r.answers.get(solver).equals("infeasible")).count();
      long open =
          of.stream()
              .map(r -> r.answers.get(solver))
              .filter(a -> !a.equals("infeasible") && !a.equals("feasible"))
              .count();
      System.out.printf(" %12s", open > 0 ? wrong + " (" + open + ")" : Long.toString(wrong));
    }
    System.out.printf(" %12d%n", of.stream().filter(Result::allSayInfeasible).count());
  }

  private static void table(String title, List<Result> results, Predicate<Result> which) {
    List<Result> of = results.stream().filter(which).toList();
    if (of.isEmpty()) {
      return;
    }
    System.out.println();
    System.out.println(title);
    System.out.printf("%-26s", "sigma");
    for (int bin = 0; bin + 1 < ENDS.length; bin++) {
      System.out.printf(" %18s", "[%.0f, %.0f]".formatted(ENDS[bin], ENDS[bin + 1]));
    }
    System.out.println();
    for (String kind : of.stream().map(FoolSolvers::kind).distinct().toList()) {
      System.out.printf("%-26s", kind);
      for (int bin = 0; bin + 1 < ENDS.length; bin++) {
        double low = ENDS[bin];
        double high = ENDS[bin + 1];
        List<Result> in =
            of.stream()
                .filter(r -> kind(r).equals(kind) && r.forged.sigma >= low && r.forged.sigma < high)
                .toList();
        long fooled = in.stream().filter(Result::allSayInfeasible).count();
        System.out.printf(
            " %18s",
            in.isEmpty()
                ? "-"
                : String.format(
                    Locale.ROOT, "%.1f %% (%d/%d)", 100.0 * fooled / in.size(), fooled, in.size()));
      }
      System.out.println();
    }
  }
}

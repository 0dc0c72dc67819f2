import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** The number of a list's name, the switch's, and of a perturbed copy its noise. */
  private static final Pattern NAME =
      Pattern.compile("(?:\\d{5}-)?(.+?)(?:-noise-([0-9.E-]+)-(\\d+))?");

  /** What is known of a program's network; layers -1 where it is none of the suite. */
  private record Forged(int layers, double sigma, double omega, String biasLast, String exact) {}

  private static final Forged NONE = new Forged(-1, 0, 0, "", "");

  /** One program with what each solver says: infeasible, feasible, or else. */
  private record Result(
      String set,
      Forged forged,
      String noise,
      String exact,
      Map<String, String> answers) {

    boolean isOriginal() {
      return forged.layers >= 0 && noise.isEmpty();
    }

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
      csv.println(
          "set,name,layers,sigma,omega,noise,exact,bias_last,solver,version,answer,seconds");
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
              cells[heading.indexOf("bias_last")],
              cells[heading.indexOf("exact")]));
    }
    return all;
  }

  private static Result ask(
      Path folder, String[] question, Map<String, Forged> all, int seconds, PrintWriter csv) {
    String name = question[0];
    Matcher parts = NAME.matcher(name);
    Forged forged = parts.matches() ? all.getOrDefault(parts.group(1), NONE) : NONE;
    String noise = forged == NONE || parts.group(2) == null ? "" : parts.group(2);
    // Of a copy nothing is known but Assay's own answer.
    boolean known = forged != NONE && noise.isEmpty();
    String exact = known ? forged.exact : question[1];
    String biasLast = known ? forged.biasLast : "";
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
          "%s,%s,%d,%s,%s,%s,%s,%s,%s,%s,%s,%.3f%n",
          set,
          name,
          forged.layers,
          forged.sigma,
          forged.omega,
          noise,
          exact,
          biasLast,
          solver,
          VERSIONS.get(solver),
          answer,
          (System.nanoTime() - start) / 1e9);
    }
    csv.flush();
    return new Result(set, forged, noise, exact, answers);
  }

  // The solvers.

  private static String glpk(String program, int seconds) {
    String said = run("glpsol", "--freemps", program, "--tmlim", Integer.toString(seconds));
    if (said.contains("NO PRIMAL FEASIBLE")
        || said.contains("NO INTEGER FEASIBLE")
        || said.contains("NO FEASIBLE")) {
      return "infeasible";
    }
    // The relaxation's solution is told before that of the program.
    boolean whole = said.contains("INTEGER OPTIMAL") || !said.contains("Integer optimization begins");
    return whole && said.contains("OPTIMAL") ? "feasible" : said.contains("TIME LIMIT") ? "timeout" : "error";
  }

  private static String cbc(String program, int seconds) {
    String said =
        run("cbc", program, "-seconds", Integer.toString(seconds), "-solve", "-quit");
    if (said.contains("Result - Optimal solution found")) {
      return "feasible";
    }
    if (said.contains("nfeasible")) {
      return "infeasible";
    }
    return said.contains("Stopped on time")
        ? "timeout"
        : said.contains("Optimal - objective") || said.contains("Optimal objective")
            ? "feasible"
            : "error";
  }

  private static String inProcess(String solver, String program, int seconds) {
    MPSolver solving = MPSolver.createSolver(solver);
    if (solving == null) {
      return "error";
    }
    read(solving, program);
    solving.setTimeLimit(1000L * seconds);
    return switch (solving.solve()) {
      case OPTIMAL, FEASIBLE -> "feasible";
      case INFEASIBLE -> "infeasible";
      case NOT_SOLVED -> "timeout";
      default -> "error";
    };
  }

  /** Reads free MPS as mip-export writes it; numbers become the nearest doubles. */
  private static void read(MPSolver into, String program) {
    Map<String, Double> scales = scales(program);
    Map<String, MPConstraint> rows = new HashMap<>();
    Map<String, String> relations = new HashMap<>();
    Map<String, MPVariable> variables = new HashMap<>();
    String section = "";
    boolean integers = false;
    for (String line : lines(program)) {
      String[] words = line.strip().split(" ");
      if (!line.startsWith(" ")) {
        section = words[0];
      } else if (section.equals("ROWS") && !words[0].equals("N")) {
        relations.put(words[1], words[0]);
        rows.put(words[1], into.makeConstraint(words[1]));
        scales.putIfAbsent(words[1], 1.0);
        bound(rows.get(words[1]), words[0], 0);
      } else if (section.equals("COLUMNS") && words[1].equals("'MARKER'")) {
        integers = words[2].equals("'INTORG'");
      } else if (section.equals("COLUMNS")) {
        boolean whole = integers;
        MPVariable variable =
            variables.computeIfAbsent(
                words[0], name -> into.makeVar(0, MPSolver.infinity(), whole, name));
        double scale = scales.get(words[1]);
        rows.get(words[1]).setCoefficient(variable, scale * Double.parseDouble(words[2]));
      } else if (section.equals("RHS")) {
        double scale = scales.get(words[1]);
        bound(
            rows.get(words[1]), relations.get(words[1]), scale * Double.parseDouble(words[2]));
      } else if (section.equals("BOUNDS")) {
        double number = Double.parseDouble(words[3]);
        MPVariable variable = variables.get(words[2]);
        if (!words[0].equals("UP")) {
          variable.setLb(number);
        }
        if (!words[0].equals("LO")) {
          variable.setUb(number);
        }
      }
    }
  }

  /**
   * Powers of two by which rows are multiplied so that no coefficient is above 2^45: HiGHS refuses
   * 10^15, SCIP takes 10^20 for infinite. Nothing is rounded by it.
   */
  private static Map<String, Double> scales(String program) {
    Map<String, Double> scales = new HashMap<>();
    boolean columns = false;
    for (String line : lines(program)) {
      columns = line.startsWith(" ") ? columns : line.equals("COLUMNS");
      String[] words = line.strip().split(" ");
      if (columns && words.length == 3 && !words[1].equals("'MARKER'")) {
        int exponent = Math.getExponent(Double.parseDouble(words[2]));
        scales.merge(words[1], Math.scalb(1.0, Math.min(0, 44 - exponent)), Math::min);
      }
    }
    return scales;
  }

  private static void bound(MPConstraint row, String relation, double number) {
    row.setBounds(
        relation.equals("L") ? -MPSolver.infinity() : number,
        relation.equals("G") ? MPSolver.infinity() : number);
  }

  private static List<String> lines(String program) {
    try {
      return Files.readAllLines(Path.of(program));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    System.out.printf("%-30s %-14s %8s", "programs", "in fractions", "number");
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
    System.out.println("how many gave no answer. sat and unsat are in exact fractions.");
    tellRevealed(results);
    table("Fooled with all solvers, omega = 2^54 (Table 1 of the paper), of what fires in doubles",
        results, r -> r.isOriginal() && r.forged.omega == 0x1p54 && r.forged.biasLast.equals("sat"));
    table("The same, of those that are sat in exact fractions too",
        results, r -> r.isOriginal() && r.forged.omega == 0x1p54 && r.exact.equals("sat"));
    table("All omega, of those that are sat in exact fractions",
        results, r -> r.isOriginal() && r.exact.equals("sat"));
  }

  /** Section 6 of the paper: of copies after noise, how many switches a solver sees. */
  private static void tellRevealed(List<Result> results) {
    List<Result> copies = results.stream().filter(r -> !r.noise.isEmpty()).toList();
    if (copies.isEmpty()) {
      return;
    }
    System.out.println();
    System.out.println("Revealed by noise: share of copies whose switch still works in exact");
    System.out.println("fractions of which a solver says feasible");
    System.out.printf("%-30s %8s %8s", "copies", "number", "working");
    SOLVERS.forEach(solver -> System.out.printf(" %12s", solver));
    System.out.println();
    for (String kind : copies.stream().map(FoolSolvers::kind).distinct().toList()) {
      List<Result> of = copies.stream().filter(r -> kind(r).equals(kind)).toList();
      List<Result> working = of.stream().filter(r -> r.exact.equals("sat")).toList();
      System.out.printf("%-30s %8d %8d", kind, of.size(), working.size());
      for (String solver : SOLVERS) {
        long seen = working.stream().filter(r -> r.answers.get(solver).equals("feasible")).count();
        System.out.printf(
            Locale.ROOT, " %10.1f %%", working.isEmpty() ? 0 : 100.0 * seen / working.size());
      }
      System.out.println();
    }
  }

  private static String versionLine() {
    return String.join(
        ", ", SOLVERS.stream().map(solver -> solver + " " + VERSIONS.get(solver)).toList());
  }

  private static String kind(Result result) {
    if (result.forged.layers < 0) {
      return result.set;
    }
    String kind = result.forged.layers == 0 ? "simple switch" : "switch, n = " + result.forged.layers;
    return result.noise.isEmpty() ? kind : kind + ", noise " + result.noise;
  }

  private static void tellCounts(String set, String exact, List<Result> of) {
    if (of.isEmpty()) {
      return;
    }
    System.out.printf("%-30s %-14s %8d", set, exact, of.size());
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

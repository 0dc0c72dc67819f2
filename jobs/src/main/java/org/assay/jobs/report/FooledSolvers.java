package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.table.RecordEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What solvers in floating point say of adversarial networks whose property can be brought about in
 * exact arithmetic ("Fooling a complete neural network verifier", Table 1): a solver is fooled
 * where it says infeasible.
 *
 * @param answers one a network and solver
 */
record FooledSolvers(List<Answer> answers) {

  /** Where {@code scripts/fool-solvers} leaves its answers, below its folder. */
  static final String FILE = "solvers.csv";

  private static final String SCHEMA =
      "`set` string, name string, layers int, sigma double, omega double, noise string, exact string,"
          + " biasLast string, solver string, version string, answer string, seconds double";

  /** The paper's bins of slopes, from below. */
  private static final double[] BINS = {-15, -10, -6, -4, -3, -2};

  private static final double PAPER_OMEGA = 0x1p54;
  private static final List<String> PAPER_20 = List.of("97.4", "97.5", "98.6", "92.3", "96.0");
  private static final List<String> PAPER_50 = List.of("97.4", "97.3", "95.9", "97.3", "98.7");

  /**
   * What one solver says of one network.
   *
   * @param set where its program lies
   * @param layers of the disguise, 0 for none, -1 where the network is no forged switch
   * @param sigma slope of a switch
   * @param omega large weight of a switch
   * @param noise the largest relative change of its weights; null where none was moved
   * @param exact sat where its property can be brought about in exact arithmetic
   */
  public record Answer(
      String set,
      String name,
      int layers,
      double sigma,
      double omega,
      @Nullable String noise,
      @Nullable String exact,
      String solver,
      String version,
      String answer) {

    /** What kind of network. */
    private String kind() {
      String kind = layers < 0 ? set : ForgedAnswers.name(layers);
      return noise == null ? kind : kind + ", noise " + noise;
    }

    private boolean isFooled() {
      return answer.equals("infeasible");
    }

    private boolean isDecided() {
      return isFooled() || answer.equals("feasible");
    }

    private boolean isIn(int bin) {
      boolean last = bin + 2 == BINS.length;
      return omega == PAPER_OMEGA
          && sigma >= BINS[bin]
          && (sigma < BINS[bin + 1] || (last && sigma == BINS[bin + 1]));
    }
  }

  FooledSolvers {
    answers = List.copyOf(answers);
  }

  /** Reads the answers that lie in a folder; those about networks that are feasible exactly. */
  static FooledSolvers read(SparkSession spark, String out) {
    return new FooledSolvers(
        spark
            .read()
            .option("header", "true")
            .schema(SCHEMA)
            .csv(out + "/" + FILE)
            .where(col("exact").equalTo("sat"))
            .drop("biasLast", "seconds")
            .as(RecordEncoder.of(Answer.class))
            .collectAsList());
  }

  private List<String> solvers() {
    return answers.stream().map(a -> a.solver() + " " + a.version()).distinct().toList();
  }

  private List<Integer> layers() {
    return answers.stream()
        .map(Answer::layers)
        .filter(layers -> layers >= 0)
        .distinct()
        .sorted()
        .toList();
  }

  /** As the file has them: originals by layers, then their copies. */
  private List<String> kinds() {
    return answers.stream().map(Answer::kind).distinct().toList();
  }

  /** Who says infeasible of how many, by kind of network. */
  Sheet bySolver() {
    List<List<String>> rows = new ArrayList<>();
    for (String kind : kinds()) {
      for (String solver : solvers()) {
        List<Answer> own =
            answers.stream()
                .filter(a -> a.kind().equals(kind) && solver.startsWith(a.solver()))
                .toList();
        long fooled = own.stream().filter(Answer::isFooled).count();
        long feasible = own.stream().filter(a -> a.answer().equals("feasible")).count();
        rows.add(
            List.of(
                kind,
                solver,
                Numbers.whole(own.size()),
                Numbers.whole(fooled),
                Numbers.percent(fooled, own.size()),
                Numbers.whole(feasible),
                Numbers.whole(own.size() - fooled - feasible)));
      }
    }
    return new Sheet(
        "Programs that are feasible in exact fractions",
        List.of(
            Sheet.Column.text("switches"),
            Sheet.Column.text("solver"),
            Sheet.Column.number("programs"),
            Sheet.Column.number("infeasible"),
            Sheet.Column.number("%"),
            Sheet.Column.number("feasible"),
            Sheet.Column.number("no answer")),
        rows,
        "infeasible: the solver is fooled. no answer: it failed, or ran out of time. noise: of copies"
            + " whose switch still works, feasible means that the solver reveals it.");
  }

  /** Shares of attacks that fool every solver that answers, by bins of slopes, omega = 2^54. */
  Sheet byBins() {
    List<List<String>> rows = new ArrayList<>();
    for (int layers : layers()) {
      List<String> cells = new ArrayList<>(List.of("here, " + ForgedAnswers.name(layers)));
      for (int bin = 0; bin + 1 < BINS.length; bin++) {
        cells.add(share(inBin(layers, bin)));
      }
      rows.add(cells);
      if (layers == 20 || layers == 50) {
        List<String> paper = layers == 20 ? PAPER_20 : PAPER_50;
        rows.add(
            Stream.concat(Stream.of("paper, " + ForgedAnswers.name(layers)), paper.stream())
                .toList());
      }
    }
    List<Sheet.Column> columns = new ArrayList<>(List.of(Sheet.Column.text("per cent")));
    for (int bin = 0; bin + 1 < BINS.length; bin++) {
      columns.add(
          Sheet.Column.number(
              String.format(Locale.ROOT, "sigma %.0f to %.0f", BINS[bin], BINS[bin + 1])));
    }
    return new Sheet(
        "Attacks that fool every solver, omega = 2^54 (Table 1)",
        columns,
        rows,
        "An attack counts where every solver that gave an answer says infeasible, in brackets of how"
            + " many. The paper asked Gurobi, GLPK and CPLEX.");
  }

  private static String share(List<List<Answer>> networks) {
    long all =
        networks.stream().filter(answers -> answers.stream().allMatch(Answer::isFooled)).count();
    return networks.isEmpty()
        ? Sheet.NONE
        : Numbers.percent(all, networks.size()) + " (" + networks.size() + ")";
  }

  /** For each network with a slope of the bin, what was answered. */
  private List<List<Answer>> inBin(int layers, int bin) {
    Map<String, List<Answer>> byNetwork =
        of(layers).stream()
            .filter(answer -> answer.isDecided() && answer.isIn(bin))
            .collect(Collectors.groupingBy(Answer::name));
    return List.copyOf(byNetwork.values());
  }

  private List<Answer> of(int layers) {
    return answers.stream().filter(a -> a.layers() == layers && a.noise() == null).toList();
  }
}

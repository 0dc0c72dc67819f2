package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.assay.exact.Rational;
import org.assay.jobs.conf.Gate;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.report.RobustnessFigures;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.Tables;

/** What the gates of a plan say of its runs, from the tables that these wrote. */
record GateResults(List<Result> results) {

  /**
   * A gate and a run that has its figure.
   *
   * @param question that was asked; of several radii with one of them
   */
  record Result(Gate gate, PlannedRun run, String question, Share share) {

    boolean holds() {
      return share.whole() > 0 && gate.holds(Rational.of(share.part(), share.whole()));
    }

    String line() {
      return "%s, but is %s: %s".formatted(gate.text(), share, run.title(question));
    }
  }

  /** Some of a whole, counted. */
  record Share(long part, long whole) {

    @Override
    public String toString() {
      return whole == 0
          ? "0 of 0"
          : String.format(Locale.ROOT, "%,d of %,d, %.4g %%", part, whole, 100.0 * part / whole);
    }
  }

  /** What the summary rows of a run add up to. */
  public record Totals(long audited, long attackable, long units, long undecided) {}

  GateResults {
    results = List.copyOf(results);
  }

  /** Holds every gate against every run that has its figure. */
  static GateResults of(
      List<Gate> gates, List<PlannedRun.Done> runs, SparkSession spark, String out) {
    List<Result> results = new ArrayList<>();
    for (PlannedRun.Done run : runs) {
      for (Gate gate : gates) {
        if (gate.figure().comesFrom(run.planned().question())) {
          results.addAll(results(gate, run, spark, out));
        }
      }
    }
    return new GateResults(results);
  }

  private static List<Result> results(
      Gate gate, PlannedRun.Done run, SparkSession spark, String out) {
    String title = run.planned().question().title();
    if (run.planned().job() instanceof RobustnessJob job) {
      return RobustnessFigures.byRadius(
              RobustnessAnswers.of(spark, out, run.finished().row(), job.asked()))
          .stream()
          .map(
              at ->
                  new Result(
                      gate,
                      run.planned(),
                      title + ", radius " + RobustnessFigures.name(at.radius(), at.radiusDouble()),
                      share(gate, at)))
          .toList();
    }
    return List.of(new Result(gate, run.planned(), title, share(gate.figure(), run, spark, out)));
  }

  /** The end of a figure's bracket that is further from what the gate wants. */
  private static Share share(Gate gate, RobustnessFigures.ByRadius at) {
    boolean lower = gate.comparator().wantsMore();
    return gate.figure() == Gate.Figure.UNDECIDED_ROBUSTNESS
        ? new Share(at.undecided(), at.images())
        : new Share(lower ? at.wrong() : at.wrong() + at.undecided(), at.images());
  }

  private static Share share(
      Gate.Figure figure, PlannedRun.Done run, SparkSession spark, String out) {
    String id = run.finished().run();
    if (figure == Gate.Figure.ACCURACY) {
      AccuracyRow all = Tables.ACCURACY.read(spark, out, id).where(col("label").isNull()).head();
      return new Share(all.correct(), all.images());
    }
    if (figure == Gate.Figure.TRIGGERS || figure == Gate.Figure.ARITHMETICS_DIFFER) {
      TriggersSummary scan = TriggersSummary.read(spark, out, run.finished());
      return figure == Gate.Figure.TRIGGERS ? scan.triggers() : scan.differing();
    }
    Totals totals = totals(spark, out, id);
    return switch (figure) {
      case ATTACKABLE_1, ATTACKABLE_2 -> new Share(totals.attackable(), totals.audited());
      case UNDECIDED_1, UNDECIDED_2 -> new Share(totals.undecided(), totals.units());
      default -> {
        long images = run.finished().row().imageCount();
        yield new Share(images - totals.audited(), images);
      }
    };
  }

  private static Totals totals(SparkSession spark, String out, String run) {
    return Tables.PIXEL_SUMMARY
        .read(spark, out, run)
        .agg(
            count(lit(1)).as("audited"),
            total(when(col("attackable").gt(0), 1L).otherwise(0L)).as("attackable"),
            total(col("units")).as("units"),
            total(col("undecided")).as("undecided"))
        .as(RecordEncoder.of(Totals.class))
        .head();
  }

  private static Column total(Column column) {
    return coalesce(sum(column), lit(0L));
  }

  boolean breached() {
    return results.stream().anyMatch(result -> !result.holds());
  }

  /** The breached gates, a line each; empty if there are none. */
  String breaches() {
    return results.stream()
        .filter(result -> !result.holds())
        .map(Result::line)
        .map(line -> "gate breached: " + line)
        .collect(Collectors.joining("\n"));
  }

  /** Every gate with its figure; nothing where the plan has none. */
  void print(PrintStream terminal) {
    if (results.isEmpty()) {
      return;
    }
    List<List<String>> cells = new ArrayList<>();
    for (Result result : results) {
      cells.add(
          List.of(
              result.holds() ? "holds" : "BREACHED",
              result.gate().text(),
              result.share().toString(),
              result.question(),
              result.run().network(),
              result.run().images()));
    }
    terminal.print(
        TerminalTables.text(
            new Sheet(
                "Gates",
                List.of(
                    Sheet.Column.text("result"),
                    Sheet.Column.text("gate"),
                    Sheet.Column.text("figure"),
                    Sheet.Column.text("question"),
                    Sheet.Column.text("network"),
                    Sheet.Column.text("images")),
                cells,
                "")));
    terminal.println();
  }
}

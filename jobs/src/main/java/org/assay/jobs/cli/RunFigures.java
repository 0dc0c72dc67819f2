package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.assay.exact.Rational;
import org.assay.jobs.cli.Measure.Back;
import org.assay.jobs.cli.Measure.Count;
import org.assay.jobs.cli.Measure.Unit;
import org.assay.jobs.conf.Gate.Figure;
import org.assay.jobs.conf.Question;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.report.RobustnessFigures;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.Tables;

/**
 * Counts the figures of a plan's runs, from the tables that these wrote.
 *
 * @param wanted figures that hold a run against an earlier one are counted only where they are
 *     among these
 */
record RunFigures(SparkSession spark, String out, Set<Figure> wanted, EarlierRuns earlier) {

  /** What the summary rows of a run add up to. */
  public record Totals(long audited, long attackable, long units, long undecided) {}

  /** Answers to instances, or outcomes of distances. */
  public record Answered(long all, long undecided) {}

  RunFigures {
    wanted = Set.copyOf(wanted);
  }

  /** All figures of a run. */
  List<Measure> of(PlannedRun.Done run) {
    Question question = run.planned().question();
    List<Measure> measures = new ArrayList<>();
    if (run.planned().job() instanceof RobustnessJob job) {
      robustness(run, job, measures);
    } else if (question instanceof Question.Pixels pixels) {
      pixels(run, pixels.asked().count() == 1, measures);
    } else if (question instanceof Question.Accuracy) {
      AccuracyRow all =
          Tables.ACCURACY.read(spark, out, id(run)).where(col("label").isNull()).head();
      add(measures, Figure.ACCURACY, run, Count.of(Unit.IMAGES, all.correct(), all.images()));
    } else if (question instanceof Question.Triggers) {
      triggers(run, measures);
    } else if (question instanceof Question.Verify) {
      Answered answered =
          Tables.VERIFY
              .read(spark, out, id(run))
              .agg(
                  count(lit(1)).as("all"),
                  count(when(col("verdict").isNull().or(col("verdict").equalTo("Undecided")), 1))
                      .as("undecided"))
              .as(RecordEncoder.of(Answered.class))
              .head();
      undecided(measures, run, Unit.INSTANCES, answered);
    } else if (question instanceof Question.Distance) {
      Answered answered =
          Tables.DISTANCE
              .read(spark, out, id(run))
              .agg(
                  count(lit(1)).as("all"),
                  count(when(col("outcome").isin("Open", "Undecided"), 1)).as("undecided"))
              .as(RecordEncoder.of(Answered.class))
              .head();
      undecided(measures, run, Unit.IMAGES, answered);
    }
    return measures;
  }

  private static String id(PlannedRun.Done run) {
    return run.finished().run();
  }

  private static void add(List<Measure> measures, Figure figure, PlannedRun.Done run, Count count) {
    String title = run.planned().question().title();
    measures.add(new Measure(figure, run, title, null, count, null));
  }

  private static void undecided(
      List<Measure> measures, PlannedRun.Done run, Unit unit, Answered answered) {
    add(measures, Figure.UNDECIDED, run, Count.of(unit, answered.undecided(), answered.all()));
  }

  private void pixels(PlannedRun.Done run, boolean single, List<Measure> measures) {
    Totals totals = totals(id(run));
    long images = run.finished().row().imageCount();
    Count undecided =
        Count.of(single ? Unit.PIXELS : Unit.PAIRS, totals.undecided(), totals.units());
    add(measures, Figure.UNAUDITED, run, Count.of(Unit.IMAGES, images - totals.audited(), images));
    add(
        measures,
        single ? Figure.ATTACKABLE_1 : Figure.ATTACKABLE_2,
        run,
        Count.of(Unit.IMAGES, totals.attackable(), totals.audited()));
    add(measures, single ? Figure.UNDECIDED_1 : Figure.UNDECIDED_2, run, undecided);
    add(measures, Figure.UNDECIDED, run, undecided);
    if (wanted.contains(Figure.NEWLY_VIOLATED)) {
      measures.add(new NewlyViolated(spark, out, earlier).pixels(run));
    }
  }

  private Totals totals(String run) {
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

  private void robustness(PlannedRun.Done run, RobustnessJob job, List<Measure> measures) {
    List<RobustnessFigures.ByRadius> radii =
        RobustnessFigures.byRadius(
            RobustnessAnswers.of(spark, out, run.finished().row(), job.asked()));
    for (RobustnessFigures.ByRadius at : radii) {
      String question = RobustnessTitles.at(run.planned().question(), at.radius());
      Rational radius = Rational.parse(at.radius());
      Count undecided = Count.of(Unit.IMAGES, at.undecided(), at.images());
      Map<Figure, Count> counts = new TreeMap<>();
      counts.put(Figure.ROBUST_ACCURACY, upTo(at.robust(), at));
      counts.put(Figure.ADVERSARIAL_ERROR, upTo(at.wrong(), at));
      counts.put(Figure.UNDECIDED_ROBUSTNESS, undecided);
      counts.put(Figure.UNDECIDED, undecided);
      counts.forEach(
          (figure, count) -> measures.add(new Measure(figure, run, question, radius, count, null)));
    }
    if (wanted.contains(Figure.NEWLY_VIOLATED)) {
      measures.addAll(new NewlyViolated(spark, out, earlier).robustness(run, job));
    }
  }

  /** So many at least, and with those that are undecided at most. */
  private static Count upTo(long least, RobustnessFigures.ByRadius at) {
    return new Count(Unit.IMAGES, least, least + at.undecided(), at.images());
  }

  private void triggers(PlannedRun.Done run, List<Measure> measures) {
    TriggersSummary scan = TriggersSummary.read(spark, out, run.finished());
    GateResults.Share differing = scan.differing();
    GateResults.Share triggers = scan.triggers();
    add(measures, Figure.TRIGGERS, run, Count.of(Unit.PIXELS, triggers.part(), triggers.whole()));
    add(
        measures,
        Figure.ARITHMETICS_DIFFER,
        run,
        Count.of(Unit.IMAGES, differing.part(), differing.whole()));
    if (wanted.contains(Figure.NEW_TRIGGERS)) {
      measures.add(newTriggers(run, scan, triggers.whole()));
    }
  }

  private Measure newTriggers(PlannedRun.Done run, TriggersSummary scan, long pixels) {
    var last = earlier.last(run.finished().row());
    Set<String> before =
        last.map(r -> TriggersSummary.read(spark, out, r.row(), r.id()).places()).orElse(Set.of());
    Set<String> fresh = scan.places();
    fresh.removeAll(before);
    String remark =
        last.isEmpty()
            ? "no earlier run: every trigger is new"
            : fresh.isEmpty()
                ? "no trigger that run %s did not find".formatted(last.get().id())
                : "new since run %s: %s"
                    .formatted(
                        last.get().id(), fresh.stream().limit(5).collect(Collectors.joining("; ")));
    return new Measure(
        Figure.NEW_TRIGGERS,
        run,
        run.planned().question().title(),
        null,
        Count.of(Unit.PIXELS, fresh.size(), pixels),
        new Back(last.map(EarlierRuns.Stored::id).orElse(null), remark));
  }
}

package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SparkSession;
import org.assay.exact.Rational;
import org.assay.jobs.cli.Measure.Back;
import org.assay.jobs.cli.Measure.Count;
import org.assay.jobs.cli.Measure.Unit;
import org.assay.jobs.conf.Gate.Figure;
import org.assay.jobs.job.RobustnessJob;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Counts the images that were robust in the last run and are violated now. An image is the same
 * where its position and true label are.
 */
record NewlyViolated(SparkSession spark, String out, EarlierRuns earlier) {

  /** What is said of an image, at a radius where there is one. */
  public record Said(int image, int label, @Nullable String radius, String verdict) {}

  /**
   * Images that were robust, and of these the ones that are violated now.
   *
   * @param first the least of these; null for none
   */
  public record Turned(
      @Nullable String radius, long robust, long violated, @Nullable Integer first) {}

  private static final Encoder<Said> SAID = RecordEncoder.of(Said.class);

  /** Of single pixels or pairs: an image is robust where all of them are. */
  Measure pixels(PlannedRun.Done run) {
    Optional<EarlierRuns.Stored> last = earlier.last(run.finished().row());
    List<Turned> turned =
        last.map(before -> turned(summaries(before.id()), summaries(run.finished().run())))
            .orElse(List.of());
    String title = run.planned().question().title();
    return measure(run, title, null, last, turned.stream().findFirst());
  }

  private Dataset<Said> summaries(String run) {
    return Tables.PIXEL_SUMMARY
        .read(spark, out, run)
        .select(
            col("image"),
            col("label"),
            lit(null).cast("string").as("radius"),
            when(col("attackable").gt(0), "Violated")
                .when(col("undecided").gt(0), "Undecided")
                .otherwise("Robust")
                .as("verdict"))
        .as(SAID);
  }

  /** Of balls, radius by radius. */
  List<Measure> robustness(PlannedRun.Done run, RobustnessJob job) {
    Optional<EarlierRuns.Stored> last = earlier.last(run.finished().row());
    Map<String, Turned> turned =
        last
            .map(before -> turned(balls(before, job, true), balls(now(run), job, false)))
            .orElse(List.of())
            .stream()
            .collect(Collectors.toMap(t -> String.valueOf(t.radius()), t -> t));
    List<Measure> measures = new ArrayList<>();
    for (String radius : job.asked().radii()) {
      measures.add(
          measure(
              run,
              RobustnessTitles.at(run.planned().question(), radius),
              Rational.parse(radius),
              last,
              Optional.ofNullable(turned.get(radius))));
    }
    return measures;
  }

  private static EarlierRuns.Stored now(PlannedRun.Done run) {
    return new EarlierRuns.Stored(run.finished().run(), run.finished().row());
  }

  private Dataset<Said> balls(EarlierRuns.Stored run, RobustnessJob job, boolean before) {
    return RobustnessAnswers.of(
            spark, out, run.row(), job.asked(), id -> !before || earlier.isEarlier(id))
        .select("image", "label", "radius", "verdict")
        .as(SAID);
  }

  private static List<Turned> turned(Dataset<Said> before, Dataset<Said> now) {
    Column violated = col("verdict").equalTo("Violated");
    return now.join(
            before
                .where(col("verdict").equalTo("Robust"))
                .drop("verdict")
                .withColumn("was", lit(1)),
            now.col("image")
                .equalTo(before.col("image"))
                .and(now.col("label").equalTo(before.col("label")))
                .and(now.col("radius").eqNullSafe(before.col("radius"))))
        .select(now.col("image"), now.col("radius"), now.col("verdict"))
        .groupBy("radius")
        .agg(
            count(lit(1)).as("robust"),
            count(when(violated, 1)).as("violated"),
            min(when(violated, col("image"))).as("first"))
        .as(RecordEncoder.of(Turned.class))
        .collectAsList();
  }

  private static Measure measure(
      PlannedRun.Done run,
      String question,
      @Nullable Rational radius,
      Optional<EarlierRuns.Stored> last,
      Optional<Turned> turned) {
    long violated = turned.map(Turned::violated).orElse(0L);
    String remark =
        last.map(
                before ->
                    violated == 0
                        ? "none since run " + before.id()
                        : "image %d first; assay diff %s %s lists them"
                            .formatted(turned.get().first(), before.id(), run.finished().run()))
            .orElse("no earlier run");
    return new Measure(
        Figure.NEWLY_VIOLATED,
        run,
        question,
        radius,
        Count.of(Unit.IMAGES, violated, turned.map(Turned::robust).orElse(0L)),
        new Back(last.map(EarlierRuns.Stored::id).orElse(null), remark));
  }
}

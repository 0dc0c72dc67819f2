package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.dataset.Example;
import org.assay.exact.Rational;
import org.assay.importance.Metric;
import org.assay.importance.PixelLayout;
import org.assay.importance.PixelRanking;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.symbolic.Trace;
import org.jspecify.annotations.Nullable;

/**
 * Scores and ranks every pixel of every image by what it means to the predicted label
 * (DeepCheckImp, section IV-B of the paper). Fills {@code images} and {@code importance}.
 *
 * @param metrics which scores to give
 * @param exact whether to store each coefficient as a rational too
 */
public record ImportanceJob(Subject subject, Setting setting, Set<Metric> metrics, boolean exact)
    implements Job {

  private static final String METHOD = "importance 1";

  /** One image with its pixels' scores. */
  public record Scored(ImageRow image, List<ImportanceRow> pixels) {}

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting, new TreeSet<>(metrics), exact);
  }

  @Override
  public RunRow perform(Run run) {
    int count = subject.images().count();
    Dataset<Scored> scored = run.decided(work(run));
    run.write(Tables.IMAGES, scored.select("image.*").as(Tables.IMAGES.encoder()));
    run.write(
        Tables.IMPORTANCE, scored.selectExpr("inline(pixels)").as(Tables.IMPORTANCE.encoder()));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Effort.of(count));
  }

  private Work<Scored> work(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    Set<Metric> wanted = metrics;
    boolean rational = exact;
    return Work.of(
        "importance",
        WorkKey.of(METHOD, subject.network(), setting, new TreeSet<>(wanted), rational),
        subject.images().keys(),
        RecordEncoder.of(Scored.class),
        (MapPartitionsFunction<Long, Scored>)
            places ->
                new UnitIterator<>(
                    places,
                    place ->
                        scored(
                            network.value(),
                            images.value().example(Math.toIntExact(place)),
                            wanted,
                            rational)),
        (place, cause) ->
            new Scored(Crash.image(subject.images().example(Math.toIntExact(place))), List.of()));
  }

  private static Scored scored(
      SharedNetwork network, Example example, Set<Metric> metrics, boolean exact) {
    Trace trace = Trace.of(network.traced(), example.image());
    Prediction prediction = Prediction.of(trace.orderedLogits());
    ImageRow image =
        prediction.row(
            example,
            Prediction.Status.PREDICTED,
            trace.exactLabel(),
            trace.pattern().fingerprint());
    return new Scored(
        image,
        prediction.label() < 0 ? List.of() : pixels(trace, example, prediction, metrics, exact));
  }

  private static List<ImportanceRow> pixels(
      Trace trace, Example example, Prediction prediction, Set<Metric> metrics, boolean exact) {
    PixelLayout layout = PixelLayout.of(example.image().shape());
    Map<Metric, PixelRanking> rankings = new EnumMap<>(Metric.class);
    for (Metric metric : metrics) {
      rankings.put(metric, PixelRanking.of(trace, metric, layout));
    }
    int row = trace.logitRow(prediction.label());
    double[] coefficients = new double[example.image().size()];
    trace.coefficients(row, coefficients, new double[coefficients.length]);
    Rational[] rationals = exact ? trace.exactCoefficients(row) : new Rational[0];
    int columns = example.image().shape().dimension(2);
    List<ImportanceRow> rows = new ArrayList<>(layout.pixels());
    for (int pixel = 0; pixel < layout.pixels(); pixel++) {
      int[] positions = layout.positions(pixel);
      Rational sum = exact ? sum(rationals, positions) : null;
      rows.add(
          new ImportanceRow(
              example.id(),
              pixel,
              pixel / columns,
              pixel % columns,
              sum == null ? sum(coefficients, positions) : sum.nearestDouble(),
              sum == null ? null : sum.toString(),
              score(rankings.get(Metric.ABS), pixel),
              score(rankings.get(Metric.CO), pixel),
              score(rankings.get(Metric.COI), pixel),
              rank(rankings.get(Metric.ABS), pixel),
              rank(rankings.get(Metric.CO), pixel),
              rank(rankings.get(Metric.COI), pixel)));
    }
    return rows;
  }

  private static double sum(double[] values, int[] positions) {
    double sum = 0;
    for (int position : positions) {
      sum += values[position];
    }
    return sum;
  }

  private static Rational sum(Rational[] values, int[] positions) {
    Rational sum = Rational.ZERO;
    for (int position : positions) {
      sum = sum.plus(values[position]);
    }
    return sum;
  }

  private static @Nullable Double score(@Nullable PixelRanking ranking, int pixel) {
    return ranking == null ? null : ranking.score(pixel);
  }

  private static @Nullable Integer rank(@Nullable PixelRanking ranking, int pixel) {
    return ranking == null ? null : ranking.rank(pixel);
  }
}

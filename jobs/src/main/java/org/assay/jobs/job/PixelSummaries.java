package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.assay.importance.Metric;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/** The rows that sum up what was decided of images' single pixels. */
final class PixelSummaries {

  private static final Double INFINITY = Double.POSITIVE_INFINITY;

  private PixelSummaries() {}

  /** How many labels there are, and how many pixels an image has. */
  record Sizes(int labels, int pixels) implements Serializable {}

  /** How many of an image's pixels are proved and how many left open. */
  public record Counted(int image, int label, int predicted, long robust, long undecided) {}

  /** One row an image that was audited. */
  static Dataset<PixelSummaryRow> of(
      Dataset<ImageRow> images,
      Dataset<PixelAttackRow> attacks,
      PixelsQuestion question,
      Sizes sizes) {
    Dataset<Counted> counted =
        attacks
            .groupBy("image")
            .agg(
                first(col("predicted")).as("predicted"),
                count(when(col("verdict").equalTo("Robust"), 1)).as("robust"),
                count(when(col("verdict").equalTo("Undecided"), 1)).as("undecided"))
            .join(images.select("image", "label"), "image")
            .as(RecordEncoder.of(Counted.class));
    return counted
        .groupByKey((MapFunction<Counted, Integer>) Counted::image, Encoders.INT())
        .cogroup(
            attacks
                .where(col("verdict").equalTo("Violated"))
                .groupByKey(
                    (MapFunction<PixelAttackRow, Integer>) PixelAttackRow::image, Encoders.INT()),
            (CoGroupFunction<Integer, Counted, PixelAttackRow, PixelSummaryRow>)
                (image, counts, violated) ->
                    List.of(row(counts.next(), violated, question, sizes)).iterator(),
            Tables.PIXEL_SUMMARY.encoder());
  }

  private static PixelSummaryRow row(
      Counted counted, Iterator<PixelAttackRow> violated, PixelsQuestion question, Sizes sizes) {
    List<PixelAttackRow> attacks = new ArrayList<>();
    violated.forEachRemaining(attacks::add);
    long[] perLabel = new long[sizes.labels()];
    int[] participation = new int[sizes.pixels()];
    TreeSet<Integer> reached = new TreeSet<>();
    Set<List<Integer>> seen = new HashSet<>();
    for (PixelAttackRow attack : attacks) {
      Integer label = attack.label();
      if (label != null && seen.add(List.of(attack.pixel(), label))) {
        perLabel[label]++;
        reached.add(label);
      }
      participation[attack.pixel()] = 1;
    }
    long attackable = Arrays.stream(participation).asLongStream().sum();
    Optional<PixelAttackRow> first =
        attacks.stream()
            .min(
                Comparator.comparingInt(rank(question.metric()))
                    .thenComparing(a -> Optional.ofNullable(a.label()).orElse(-1))
                    .thenComparing(a -> Optional.ofNullable(a.floatChange()).orElse(INFINITY))
                    .thenComparing(a -> String.valueOf(a.low())));
    return new PixelSummaryRow(
        counted.image(),
        1,
        question.scope().name(),
        question.inputs().name(),
        null,
        RunRows.word(question.metric()),
        counted.label(),
        counted.predicted(),
        counted.robust() + counted.undecided() + attackable,
        attackable,
        counted.undecided(),
        0,
        List.copyOf(reached),
        Arrays.stream(perLabel).boxed().toList(),
        Arrays.stream(participation).asLongStream().boxed().toList(),
        attacks.stream().map(PixelAttackRow::pixel).min(Comparator.naturalOrder()).orElse(null),
        explore(attacks, Metric.ABS),
        explore(attacks, Metric.CO),
        explore(attacks, Metric.COI),
        first.map(PixelAttackRow::pixel).orElse(null),
        null,
        first.map(PixelAttackRow::label).orElse(null),
        first.map(PixelAttackRow::witness).orElse(null),
        null,
        first.map(PixelAttackRow::witnessKind).orElse(null));
  }

  private static ToIntFunction<PixelAttackRow> rank(Metric metric) {
    return switch (metric) {
      case ABS -> PixelAttackRow::rankAbs;
      case CO -> PixelAttackRow::rankCo;
      case COI -> PixelAttackRow::rankCoi;
    };
  }

  /** How many of the best pixels are looked at until an attackable one. */
  private static @Nullable Integer explore(List<PixelAttackRow> attacks, Metric metric) {
    return attacks.isEmpty()
        ? null
        : (Integer) (attacks.stream().mapToInt(rank(metric)).min().orElseThrow() + 1);
  }
}

package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Fetches the few images that are shown one by one, with their rows. */
final class SpecimenReader {

  private static final int MOST_SPECIMENS = 20;
  private static final int MOST_SINGLE = 20;
  private static final int MOST_PAIRS = 10;
  private static final int MOST_A_LABEL = 3;
  private static final int MOST_PAIR_ROWS = 1_000;
  private static final String IMAGE = "image";
  private static final String VIOLATED = "Violated";

  private final StoredTables tables;
  private final Subject subject;
  private final List<FinishedRun> runs;
  private final Dataset<Row> images;

  /**
   * @param images the subject's rows of {@code images}, each image once
   */
  SpecimenReader(
      StoredTables tables, Subject subject, List<FinishedRun> runs, Dataset<Row> images) {
    this.tables = tables;
    this.subject = subject;
    this.runs = runs;
    this.images = images;
  }

  /**
   * The first correctly predicted image of each label, among those that answer as many of the two
   * questions as any of the label does; without questions, among those with importance.
   */
  List<Integer> firstCorrect(Optional<QuestionRows> single, Optional<QuestionRows> pairs) {
    return first(
        summaries(single, pairs)
            .map(s -> s.select(IMAGE))
            .reduce(Dataset::unionAll)
            .orElseGet(() -> tables.rows(Tables.IMPORTANCE, runs).select(IMAGE).distinct()));
  }

  /** The same among the images that have an attack. */
  List<Integer> firstAttackable(Optional<QuestionRows> single, Optional<QuestionRows> pairs) {
    return summaries(single, pairs)
        .map(s -> s.where(col("attackable").gt(0)).select(IMAGE))
        .reduce(Dataset::unionAll)
        .map(this::first)
        .orElse(List.of());
  }

  private static Stream<Dataset<Row>> summaries(
      Optional<QuestionRows> single, Optional<QuestionRows> pairs) {
    return Stream.of(single, pairs).flatMap(Optional::stream).map(QuestionRows::summary);
  }

  /**
   * The first correctly predicted image of each label among those that are named most often.
   *
   * @param named a column {@code image}, in which an image can occur twice
   */
  private List<Integer> first(Dataset<Row> named) {
    Column best = struct(col("times").multiply(-1), col(IMAGE));
    return images
        .where(col("correct"))
        .join(named.groupBy(IMAGE).agg(count(lit(1)).as("times")), IMAGE)
        .groupBy("label")
        .agg(min_by(col(IMAGE), best).as(IMAGE))
        .orderBy("label")
        .limit(MOST_SPECIMENS)
        .select(IMAGE)
        .as(Encoders.INT())
        .collectAsList();
  }

  /** All that is known of some images, in the order of their labels. */
  List<Specimen> specimens(
      List<Integer> ids, Optional<QuestionRows> single, Optional<QuestionRows> pairs) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<Integer, List<PixelAttackRow>> attacks =
        single
            .map(q -> Tables.PIXEL_ATTACKS.records(of(q.answers(), ids)).collectAsList())
            .orElse(List.of())
            .stream()
            .collect(Collectors.groupingBy(PixelAttackRow::image));
    Map<Integer, List<Specimen.Ranks>> ranks = new HashMap<>();
    attacks.forEach((image, rows) -> ranks.put(image, ranks(rows)));
    importance(ids).forEach(ranks::putIfAbsent);
    Map<Integer, PixelSummaryRow> singles = summaries(single, ids);
    Map<Integer, PixelSummaryRow> pairSummaries = summaries(pairs, ids);
    Map<Integer, List<PixelPairRow>> pairRows = pairRows(pairs, ids);
    return imageRows(ids).values().stream()
        .sorted(Comparator.comparingInt(ImageRow::label).thenComparingInt(ImageRow::image))
        .map(
            image ->
                new Specimen(
                    image,
                    subject.pixels(),
                    ranks.getOrDefault(image.image(), List.of()),
                    violated(attacks.getOrDefault(image.image(), List.of())),
                    singles.get(image.image()),
                    pairSummaries.get(image.image()),
                    pairRows.getOrDefault(image.image(), List.of())))
        .toList();
  }

  private static List<PixelAttackRow> violated(List<PixelAttackRow> rows) {
    return rows.stream()
        .filter(r -> r.verdict().equals(VIOLATED))
        .sorted(
            Comparator.comparingInt(PixelAttackRow::pixel)
                .thenComparing(r -> Objects.requireNonNullElse(r.label(), -1)))
        .toList();
  }

  private static List<Specimen.Ranks> ranks(List<PixelAttackRow> rows) {
    return rows.stream()
        .map(r -> new Specimen.Ranks(r.pixel(), r.rankAbs(), r.rankCo(), r.rankCoi()))
        .distinct()
        .sorted(Comparator.comparingInt(Specimen.Ranks::pixel))
        .toList();
  }

  private Map<Integer, List<Specimen.Ranks>> importance(List<Integer> ids) {
    return importanceRows(ids).stream()
        .collect(
            Collectors.groupingBy(
                ImportanceRow::image,
                Collectors.mapping(
                    r -> new Specimen.Ranks(r.pixel(), r.rankAbs(), r.rankCo(), r.rankCoi()),
                    Collectors.toList())));
  }

  /** The importance of the pixels of some images, in the order of the pixels. */
  List<ImportanceRow> importanceRows(List<Integer> ids) {
    Dataset<Row> rows = of(tables.rows(Tables.IMPORTANCE, runs), ids);
    Dataset<Row> latest = StoredTables.of(rows, tables.latest(rows, runs));
    return Tables.IMPORTANCE.records(latest).collectAsList().stream()
        .sorted(Comparator.comparingInt(ImportanceRow::pixel))
        .toList();
  }

  private static Map<Integer, PixelSummaryRow> summaries(
      Optional<QuestionRows> question, List<Integer> ids) {
    Map<Integer, PixelSummaryRow> summaries = new HashMap<>();
    question.ifPresent(
        q ->
            Tables.PIXEL_SUMMARY
                .records(of(q.summary(), ids))
                .collectAsList()
                .forEach(s -> summaries.put(s.image(), s)));
    return summaries;
  }

  /** The best pairs of each image by rank, and its best new pair. */
  private static Map<Integer, List<PixelPairRow>> pairRows(
      Optional<QuestionRows> question, List<Integer> ids) {
    if (question.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> attacks =
        of(question.get().answers(), ids).where(col("verdict").equalTo(VIOLATED));
    Dataset<Row> best =
        attacks
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy(IMAGE, "new_attack")
                            .orderBy("second_rank", "first_rank")))
            .where(col("place").leq(MOST_PAIR_ROWS / ids.size()));
    return Tables.PIXEL_PAIRS.records(best).collectAsList().stream()
        .sorted(
            Comparator.comparingInt(PixelPairRow::secondRank)
                .thenComparingInt(PixelPairRow::firstRank))
        .collect(Collectors.groupingBy(PixelPairRow::image));
  }

  private static Dataset<Row> of(Dataset<Row> rows, List<Integer> ids) {
    return rows.where(col(IMAGE).isInCollection(ids));
  }

  private Map<Integer, ImageRow> imageRows(List<Integer> ids) {
    return Tables.IMAGES.records(of(images, ids)).collectAsList().stream()
        .collect(Collectors.toMap(ImageRow::image, r -> r));
  }

  /** Attacks to look at: the smallest single changes, then images that need two pixels. */
  List<Attack> gallery(Optional<QuestionRows> single, Optional<QuestionRows> pairs) {
    List<PixelAttackRow> smallest = single.map(SpecimenReader::smallest).orElse(List.of());
    List<PixelSummaryRow> firstPairs =
        pairs.map(q -> firstPairs(q, single.orElse(null))).orElse(List.of());
    List<Integer> ids = new ArrayList<>();
    smallest.forEach(r -> ids.add(r.image()));
    firstPairs.forEach(r -> ids.add(r.image()));
    Map<Integer, ImageRow> rows = imageRows(ids);
    List<Attack> gallery = new ArrayList<>();
    for (PixelAttackRow row : smallest) {
      Optional.ofNullable(rows.get(row.image()))
          .ifPresent(i -> gallery.add(Attack.of(i, row, subject)));
    }
    for (PixelSummaryRow row : firstPairs) {
      Optional.ofNullable(rows.get(row.image()))
          .ifPresent(i -> gallery.add(Attack.of(i, row, subject)));
    }
    return gallery;
  }

  private static List<PixelAttackRow> smallest(QuestionRows question) {
    Dataset<Row> attacks =
        question
            .answers()
            .where(col("verdict").equalTo(VIOLATED).and(col("float_change").isNotNull()));
    Dataset<Row> anImage =
        attacks
            .groupBy(IMAGE)
            .agg(
                min_by(struct(col("*")), struct(col("float_change"), col("pixel"), col("label")))
                    .as("attack"))
            .select("attack.*");
    Dataset<Row> aLabel =
        anImage
            .withColumn(
                "place",
                row_number().over(Window.partitionBy("predicted").orderBy("float_change", IMAGE)))
            .where(col("place").leq(MOST_A_LABEL))
            .orderBy("float_change", IMAGE)
            .limit(MOST_SINGLE);
    return Tables.PIXEL_ATTACKS.records(aLabel).collectAsList();
  }

  private static List<PixelSummaryRow> firstPairs(
      QuestionRows pairs, @Nullable QuestionRows single) {
    Dataset<Row> attackable =
        pairs.summary().where(col("attackable").gt(0).and(col("second_witness").isNotNull()));
    if (single != null) {
      Dataset<Row> alone = single.summary().where(col("attackable").gt(0)).select(IMAGE);
      attackable =
          attackable.join(alone, CollectionConverters.asScala(List.of(IMAGE)).toSeq(), "leftanti");
    }
    Dataset<Row> shown =
        attackable
            .withColumn("place", row_number().over(Window.partitionBy("predicted").orderBy(IMAGE)))
            .where(col("place").leq(1))
            .orderBy(IMAGE)
            .limit(MOST_PAIRS);
    return Tables.PIXEL_SUMMARY.records(shown).collectAsList();
  }
}

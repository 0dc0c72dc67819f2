package org.assay.jobs.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Fetches the few images that are shown one by one, with their rows. */
final class SpecimenReader {

  private static final int MOST_SPECIMENS = 20;
  private static final int MOST_SINGLE = 20;
  private static final int MOST_PAIRS = 10;
  private static final int MOST_A_LABEL = 3;
  private static final int MOST_PAIR_ROWS = 1_000;
  private static final String IMAGE = "image";
  private static final Seq<String> USING_IMAGE =
      CollectionConverters.asScala(List.of(IMAGE)).toSeq();
  private static final String VIOLATED = "Violated";

  private final StoredTables tables;
  private final Subject subject;
  private final List<FinishedRun> runs;
  private final Dataset<Row> images;
  private final Optional<QuestionRows> single;
  private final Optional<QuestionRows> pairs;

  /**
   * A reader of what answers two questions.
   *
   * @param images columns image, label, correct and run of {@code images}, each image once
   * @param shown the questions whose answers are shown: at most one about single pixels and one
   *     about pairs
   */
  SpecimenReader(
      StoredTables tables,
      Subject subject,
      List<FinishedRun> runs,
      Dataset<Row> images,
      List<QuestionRows> shown) {
    this.tables = tables;
    this.subject = subject;
    this.runs = runs;
    this.images = images;
    this.single = shown.stream().filter(q -> q.question().count() == 1).findFirst();
    this.pairs = shown.stream().filter(q -> q.question().count() == 2).findFirst();
  }

  /**
   * What is shown one by one.
   *
   * @param correct the first correctly predicted image of each label
   * @param attacked the same among images that have an attack
   */
  record Shown(List<Specimen> correct, List<Specimen> attacked) {}

  /** Fetches the rows of all shown images together. */
  Shown read() {
    List<Aggregates.FirstImages> first = first();
    Set<Integer> correct = new TreeSet<>();
    Set<Integer> attacked = new TreeSet<>();
    for (Aggregates.FirstImages f : first) {
      correct.add(f.correct());
      Optional.ofNullable(f.attacked()).ifPresent(attacked::add);
    }
    Set<Integer> ids = new TreeSet<>(correct);
    ids.addAll(attacked);
    List<Specimen> specimens = specimens(ids, fetch(ids, Set.of()));
    return new Shown(
        specimens.stream().filter(s -> correct.contains(s.image().image())).toList(),
        specimens.stream().filter(s -> attacked.contains(s.image().image())).toList());
  }

  /** The smallest single changes, then images that need two pixels. */
  List<Attack> gallery() {
    List<Aggregates.AttackKey> smallest = single.map(this::smallest).orElse(List.of());
    List<PixelSummaryRow> firstPairs = pairs.map(this::firstPairs).orElse(List.of());
    Set<Integer> ids = new TreeSet<>();
    smallest.forEach(k -> ids.add(k.image()));
    firstPairs.forEach(r -> ids.add(r.image()));
    return gallery(smallest, firstPairs, fetch(Set.of(), ids));
  }

  /** All that is known of one image; empty where it is not among the images. */
  Optional<Specimen> read(int image) {
    Set<Integer> ids = Set.of(image);
    return specimens(ids, fetch(ids, Set.of())).stream().findFirst();
  }

  /** Rows by image. */
  private record Fetched(
      Map<Integer, ImageRow> images, Map<Integer, List<PixelAttackRow>> attacks) {

    List<PixelAttackRow> attacks(int image) {
      return attacks.getOrDefault(image, List.of());
    }
  }

  /**
   * Rows of images.
   *
   * @param ids images of which all rows are wanted
   * @param gallery images of which the attacks are wanted
   */
  private Fetched fetch(Set<Integer> ids, Set<Integer> gallery) {
    Set<Integer> all = new TreeSet<>(ids);
    all.addAll(gallery);
    Map<Integer, List<PixelAttackRow>> attacks = new HashMap<>();
    if (single.isPresent() && !all.isEmpty()) {
      Column wanted =
          col(IMAGE)
              .isInCollection(ids)
              .or(col("verdict").equalTo(VIOLATED).and(col(IMAGE).isInCollection(gallery)));
      Tables.PIXEL_ATTACKS
          .records(single.get().answers().where(wanted))
          .collectAsList()
          .forEach(r -> attacks.computeIfAbsent(r.image(), i -> new ArrayList<>()).add(r));
    }
    return new Fetched(imageRows(all), attacks);
  }

  private Map<Integer, ImageRow> imageRows(Set<Integer> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> rows = of(tables.rows(Tables.IMAGES, runs), ids);
    Dataset<Row> latest = StoredTables.of(rows, of(images, ids).select(IMAGE, Table.RUN));
    return Tables.IMAGES.records(latest).collectAsList().stream()
        .collect(Collectors.toMap(ImageRow::image, r -> r));
  }

  /**
   * The first correctly predicted image of each label, among those that answer as many of the two
   * questions as any of the label does; without questions, among those with importance. Likewise
   * among those with an attack.
   */
  private List<Aggregates.FirstImages> first() {
    Dataset<Row> answers =
        Stream.of(single, pairs)
            .flatMap(Optional::stream)
            .map(q -> q.summary().select(col(IMAGE), col("attackable").gt(0).as("attacked")))
            .reduce(Dataset::unionAll)
            .orElseGet(
                () ->
                    tables
                        .rows(Tables.IMPORTANCE, runs)
                        .select(col(IMAGE), lit(false).as("attacked"))
                        .distinct());
    Dataset<Row> counted =
        answers
            .groupBy(IMAGE)
            .agg(
                count(lit(1)).as("answers"),
                sum(when(col("attacked"), 1).otherwise(0)).as("attacks"));
    Column best = struct(col("answers").multiply(-1), col(IMAGE));
    Column attacked = when(col("attacks").gt(0), struct(col("attacks").multiply(-1), col(IMAGE)));
    return images
        .where(col("correct"))
        .join(counted, IMAGE)
        .groupBy("label")
        .agg(min_by(col(IMAGE), best).as("correct"), min_by(col(IMAGE), attacked).as("attacked"))
        .orderBy("label")
        .limit(MOST_SPECIMENS)
        .as(RecordEncoder.of(Aggregates.FirstImages.class))
        .collectAsList();
  }

  private List<Specimen> specimens(Set<Integer> ids, Fetched fetched) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<Integer, List<Specimen.Ranks>> ranks = new HashMap<>();
    fetched.attacks().forEach((image, rows) -> ranks.put(image, ranks(rows)));
    if (!ranks.keySet().containsAll(ids)) {
      importance(ids).forEach(ranks::putIfAbsent);
    }
    List<PixelSummaryRow> summaries = summaries(ids);
    Map<Integer, List<PixelPairRow>> pairRows = pairRows(ids);
    return ids.stream()
        .map(fetched.images()::get)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingInt(ImageRow::label).thenComparingInt(ImageRow::image))
        .map(
            image ->
                new Specimen(
                    image,
                    subject.pixels(),
                    ranks.getOrDefault(image.image(), List.of()),
                    violated(fetched.attacks(image.image())),
                    summary(summaries, image.image(), 1),
                    summary(summaries, image.image(), 2),
                    pairChannel(),
                    pairRows.getOrDefault(image.image(), List.of())))
        .toList();
  }

  private int pairChannel() {
    return pairs.map(q -> q.question().firstChannel()).orElse(0);
  }

  private List<PixelSummaryRow> summaries(Set<Integer> ids) {
    return Stream.of(single, pairs)
        .flatMap(Optional::stream)
        .map(q -> of(q.summary(), ids))
        .reduce(Dataset::unionByName)
        .map(rows -> Tables.PIXEL_SUMMARY.records(rows).collectAsList())
        .orElse(List.of());
  }

  private static @Nullable PixelSummaryRow summary(
      List<PixelSummaryRow> summaries, int image, int count) {
    return summaries.stream()
        .filter(s -> s.image() == image && s.count() == count)
        .findFirst()
        .orElse(null);
  }

  private static List<PixelAttackRow> violated(List<PixelAttackRow> rows) {
    return rows.stream()
        .filter(r -> r.verdict().equals(VIOLATED))
        .sorted(
            Comparator.comparingInt(PixelAttackRow::pixel)
                .thenComparing(r -> Objects.requireNonNullElse(r.lowDouble(), 0.0))
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

  private Map<Integer, List<Specimen.Ranks>> importance(Set<Integer> ids) {
    return importanceRows(ids).stream()
        .collect(
            Collectors.groupingBy(
                ImportanceRow::image,
                Collectors.mapping(
                    r -> new Specimen.Ranks(r.pixel(), r.rankAbs(), r.rankCo(), r.rankCoi()),
                    Collectors.toList())));
  }

  /** The importance of the pixels of some images, in the order of the pixels. */
  List<ImportanceRow> importanceRows(Set<Integer> ids) {
    Dataset<Row> rows = of(tables.rows(Tables.IMPORTANCE, runs), ids);
    Dataset<Row> latest = StoredTables.of(rows, tables.latest(rows, runs));
    return Tables.IMPORTANCE.records(latest).collectAsList().stream()
        .sorted(Comparator.comparingInt(ImportanceRow::pixel))
        .toList();
  }

  /** The best pairs of each image by rank, and its best new pair. */
  private Map<Integer, List<PixelPairRow>> pairRows(Set<Integer> ids) {
    if (pairs.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> attacks = of(pairs.get().answers(), ids).where(col("verdict").equalTo(VIOLATED));
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

  private static Dataset<Row> of(Dataset<Row> rows, Set<Integer> ids) {
    return rows.where(col(IMAGE).isInCollection(ids));
  }

  private List<Attack> gallery(
      List<Aggregates.AttackKey> smallest, List<PixelSummaryRow> firstPairs, Fetched fetched) {
    List<Attack> gallery = new ArrayList<>();
    for (Aggregates.AttackKey key : smallest) {
      ImageRow image = fetched.images().get(key.image());
      if (image != null) {
        fetched.attacks(key.image()).stream()
            .filter(r -> r.pixel() == key.pixel() && Objects.equals(r.label(), key.label()))
            .filter(r -> r.floatChange() != null)
            .min(SpecimenReader::smaller)
            .ifPresent(r -> gallery.add(Attack.of(image, r, subject)));
      }
    }
    for (PixelSummaryRow row : firstPairs) {
      ImageRow image = fetched.images().get(row.image());
      if (image != null) {
        gallery.add(Attack.of(image, row, subject, pairChannel()));
      }
    }
    return gallery;
  }

  /** Which of two intervals of a pixel and a label is shown; see {@link #smallest}. */
  private static int smaller(PixelAttackRow a, PixelAttackRow b) {
    return Comparator.comparing(
            (PixelAttackRow r) -> !Objects.equals(r.witnessOrderedLabel(), r.label()))
        .thenComparing(r -> Objects.requireNonNullElse(r.floatChange(), Double.MAX_VALUE))
        .compare(a, b);
  }

  /**
   * The smallest checked change of each image that is predicted right, at most three of a label;
   * changes that reach their label in float32 too go first.
   */
  private List<Aggregates.AttackKey> smallest(QuestionRows question) {
    Column border = when(col("witness_ordered_label").equalTo(col("label")), 0).otherwise(1);
    Column key =
        struct(
            border.as("border"), col("float_change"), col("pixel"), col("label"), col("predicted"));
    return ofRightImages(question.answers())
        .where(col("verdict").equalTo(VIOLATED).and(col("float_change").isNotNull()))
        .groupBy(IMAGE)
        .agg(min(key).as("best"))
        .select(IMAGE, "best.*")
        .withColumn(
            "place",
            row_number()
                .over(Window.partitionBy("predicted").orderBy("border", "float_change", IMAGE)))
        .where(col("place").leq(MOST_A_LABEL))
        .orderBy("border", "float_change", IMAGE)
        .limit(MOST_SINGLE)
        .select(IMAGE, "pixel", "label")
        .as(RecordEncoder.of(Aggregates.AttackKey.class))
        .collectAsList();
  }

  private Dataset<Row> ofRightImages(Dataset<Row> rows) {
    Dataset<Row> right = images.where(col("correct")).select(IMAGE);
    return rows.join(broadcast(right), USING_IMAGE, "leftsemi");
  }

  /** Of each label the first image that is predicted right and needs two pixels. */
  private List<PixelSummaryRow> firstPairs(QuestionRows question) {
    Dataset<Row> attackable =
        ofRightImages(question.summary())
            .where(col("attackable").gt(0).and(col("second_witness").isNotNull()));
    if (single.isPresent()) {
      Dataset<Row> alone = single.get().summary().where(col("attackable").gt(0)).select(IMAGE);
      attackable = attackable.join(alone, USING_IMAGE, "leftanti");
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

package org.assay.jobs.report;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.importance.Metric;
import org.assay.jobs.report.ClassStatistics.Quantity;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.table.RecordEncoder;
import org.jspecify.annotations.Nullable;

/** Counts over the rows of many images, made by Spark; only the counts reach the driver. */
public final class Aggregates {

  private static final String PREDICTED = "predicted";
  private static final String VIOLATED = "Violated";
  private static final String ROWS = "rows";

  private Aggregates() {}

  /** How many images of a true label were given a label, and have a status. */
  public record ImageCount(int label, int predicted, String status, long images) {}

  /** Of a label, the first image that is predicted right, and the first of these with an attack. */
  public record FirstImages(int label, int correct, @Nullable Integer attacked) {}

  /** Names an attack of one pixel. */
  public record AttackKey(int image, int pixel, int label) {}

  /** How many rows a table has. */
  public record RowCount(String name, long rows) {}

  /**
   * How many rows have the same verdict for the same reason.
   *
   * @param basis a Robust row's proof, a Violated row's witness kind, an Undecided row's reason
   */
  public record Basis(String verdict, @Nullable String basis, @Nullable String method, long rows) {}

  /** How many images of a predicted label have a number of something. */
  public record QuantityCount(int predicted, String quantity, long value, long images) {}

  /** Attackable pixels of a predicted label: all, and those among the best. */
  public record AmongCount(int predicted, List<Long> counts) {}

  /** How many rows have the same verdict on the same basis. */
  public record EvidenceCount(
      String verdict,
      String basis,
      String method,
      boolean tie,
      @Nullable Boolean orderedAgrees,
      long rows) {}

  /** Images counted by label, prediction and status. */
  static List<ImageCount> images(Dataset<Row> images) {
    return images
        .groupBy("label", PREDICTED, "status")
        .agg(count(lit(1)).as("images"))
        .as(RecordEncoder.of(ImageCount.class))
        .collectAsList();
  }

  /** The confusion matrix, a list a true label; images without a prediction are left out. */
  static SortedMap<Integer, List<Long>> confusion(List<ImageCount> counts, int labels) {
    SortedMap<Integer, List<Long>> confusion = new TreeMap<>();
    for (ImageCount c : counts) {
      if (c.predicted() >= 0) {
        List<Long> row = confusion.computeIfAbsent(c.label(), l -> zeros(labels));
        row.set(c.predicted(), row.get(c.predicted()) + c.images());
      }
    }
    return confusion;
  }

  private static List<Long> zeros(int size) {
    return new ArrayList<>(Collections.nCopies(size, 0L));
  }

  static SortedMap<String, Long> statuses(List<ImageCount> counts) {
    SortedMap<String, Long> statuses = new TreeMap<>();
    counts.forEach(c -> statuses.merge(c.status(), c.images(), Long::sum));
    return statuses;
  }

  /** The distribution of every quantity, by predicted label. */
  static Map<Quantity, SortedMap<Integer, Distribution>> quantities(Dataset<Row> summary) {
    Column[] entries =
        Arrays.stream(Quantity.values())
            .map(q -> struct(lit(q.name()).as("quantity"), column(q).cast("long").as("value")))
            .toArray(Column[]::new);
    List<QuantityCount> counts =
        summary
            .select(col(PREDICTED), explode(array(entries)).as("entry"))
            .select(PREDICTED, "entry.quantity", "entry.value")
            .where(col("value").isNotNull())
            .groupBy(PREDICTED, "quantity", "value")
            .agg(count(lit(1)).as("images"))
            .as(RecordEncoder.of(QuantityCount.class))
            .collectAsList();
    Map<Quantity, SortedMap<Integer, SortedMap<Long, Long>>> gathered =
        new EnumMap<>(Quantity.class);
    for (QuantityCount c : counts) {
      gathered
          .computeIfAbsent(Quantity.valueOf(c.quantity()), q -> new TreeMap<>())
          .computeIfAbsent(c.predicted(), p -> new TreeMap<>())
          .put(c.value(), c.images());
    }
    Map<Quantity, SortedMap<Integer, Distribution>> quantities = new EnumMap<>(Quantity.class);
    gathered.forEach(
        (q, byLabel) -> {
          SortedMap<Integer, Distribution> distributions = new TreeMap<>();
          byLabel.forEach((label, d) -> distributions.put(label, new Distribution(d)));
          quantities.put(q, distributions);
        });
    return quantities;
  }

  /** New attacks are counted for attackable images, anything else for every image that has it. */
  private static Column column(Quantity quantity) {
    Column column = col(quantity.name().toLowerCase(Locale.ROOT));
    return quantity == Quantity.NEW_ATTACKS
        ? when(col(Quantity.ATTACKABLE.name().toLowerCase(Locale.ROOT)).gt(0), column)
        : column;
  }

  /** Attackable pixels by predicted label: all, then among the best shares by each metric. */
  static SortedMap<Integer, List<Long>> among(Dataset<Row> attacks, int pixels) {
    List<Column> counts = new ArrayList<>(List.of(count(lit(1))));
    for (int share : PaperTables.SHARES) {
      for (Metric metric : Metric.values()) {
        Column rank = col("rank_" + Numbers.word(metric));
        counts.add(sum(when(rank.lt(Specimen.top(pixels, share)), 1L).otherwise(0L)));
      }
    }
    SortedMap<Integer, List<Long>> among = new TreeMap<>();
    attacks
        .where(col("verdict").equalTo(VIOLATED))
        .select("image", "pixel", PREDICTED, "rank_abs", "rank_co", "rank_coi")
        .distinct()
        .groupBy(PREDICTED)
        .agg(array(counts.toArray(new Column[0])).as("counts"))
        .as(RecordEncoder.of(AmongCount.class))
        .collectAsList()
        .forEach(c -> among.put(c.predicted(), c.counts()));
    return among;
  }

  /**
   * What two questions that differ in their scope found, by predicted label, over the images of
   * which both decided everything.
   */
  static List<PatternMisses.ByLabel> misses(Dataset<Row> pattern, Dataset<Row> full) {
    return decided(pattern)
        .select(col("image"), col(PREDICTED), col("attackable").as("patternUnits"))
        .join(decided(full).select(col("image"), col("attackable").as("fullUnits")), "image")
        .groupBy(PREDICTED)
        .agg(
            count(lit(1)).as("images"),
            sum(when(col("patternUnits").gt(0), 1L).otherwise(0L)).as("patternImages"),
            sum(when(col("fullUnits").gt(0), 1L).otherwise(0L)).as("fullImages"),
            sum("patternUnits").as("patternUnits"),
            sum("fullUnits").as("fullUnits"))
        .orderBy(PREDICTED)
        .as(RecordEncoder.of(PatternMisses.ByLabel.class))
        .collectAsList();
  }

  private static Dataset<Row> decided(Dataset<Row> summary) {
    return summary.where(col("undecided").equalTo(0));
  }

  /** What the verdicts of stored rows rest on. */
  static List<Evidence> evidence(Dataset<Row> rows, Question question) {
    boolean single = question.count() == 1;
    Column proof = single ? col("proof") : lit(null).cast("string");
    Column agrees =
        when(
            col("witness_kind").equalTo("FLOAT"),
            col("witness_ordered_label").equalTo(col("label")));
    return rows
        .select(
            col("verdict"),
            coalesce(proof, col("reason"), col("witness_kind"), lit("")).as("basis"),
            col("method"),
            (single ? col("tie") : lit(false)).as("tie"),
            agrees.as("orderedAgrees"))
        .groupBy("verdict", "basis", "method", "tie", "orderedAgrees")
        .agg(count(lit(1)).as(ROWS))
        .as(RecordEncoder.of(EvidenceCount.class))
        .collectAsList()
        .stream()
        .map(
            e ->
                new Evidence(
                    question,
                    e.verdict(),
                    e.basis(),
                    e.method(),
                    e.tie(),
                    e.orderedAgrees(),
                    e.rows()))
        .sorted(
            Comparator.comparing(Evidence::verdict)
                .thenComparing(Evidence::basis)
                .thenComparing(Evidence::method)
                .thenComparing(e -> String.valueOf(e.orderedAgrees()))
                .thenComparing(Evidence::tie))
        .toList();
  }
}

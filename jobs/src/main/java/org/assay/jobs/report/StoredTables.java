package org.assay.jobs.report;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import scala.jdk.javaapi.CollectionConverters;

/** The tables of an output folder as the report reads them: finished runs only. */
final class StoredTables {

  private static final String IMAGE = "image";
  private static final String ORDER = "run_order";

  private final SparkSession spark;
  private final String out;

  StoredTables(SparkSession spark, String out) {
    this.spark = spark;
    this.out = out;
  }

  /** A finished run and its id. */
  record FinishedRun(String id, RunRow row) {}

  String out() {
    return out;
  }

  /** All finished runs, in the order they were started. */
  List<FinishedRun> runs() {
    List<FinishedRun> runs = new ArrayList<>();
    if (exists(Tables.RUNS)) {
      Tables.RUNS
          .readWithRun(spark, out)
          .collectAsList()
          .forEach(pair -> runs.add(new FinishedRun(pair._1(), pair._2())));
    }
    runs.sort(
        Comparator.comparing((FinishedRun r) -> r.row().started()).thenComparing(FinishedRun::id));
    return runs;
  }

  boolean exists(Table<?> table) {
    return exists(table.name());
  }

  /** Whether the output folder has something of this name. */
  boolean exists(String name) {
    Path path = new Path(out, name);
    try {
      return path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for " + path, e);
    }
  }

  /** What runs of {@code lanes} found, the last one first. */
  List<SheetSection> lanes(List<FinishedRun> runs) {
    List<SheetSection> found = new ArrayList<>();
    for (FinishedRun run : runs) {
      if (run.row().command().equals("lanes")) {
        found.add(0, LanesSummary.read(spark, out, run.id()).section(run.row().arguments()));
      }
    }
    return found;
  }

  /** What {@code scripts/fool-solvers} left in the output folder. */
  FooledSolvers fooledSolvers() {
    return FooledSolvers.read(spark, out);
  }

  /** All rows of a table as stored; no rows where it was never written. */
  Dataset<Row> rows(Table<?> table) {
    return exists(table)
        ? table.stored(spark, out)
        : spark.createDataFrame(List.of(), table.schema());
  }

  /** The rows of some runs. */
  Dataset<Row> rows(Table<?> table, List<FinishedRun> runs) {
    return rows(table).where(col(Table.RUN).isInCollection(ids(runs)));
  }

  /**
   * For each image of a table the latest of these runs that has it, as columns {@code image} and
   * {@code run}.
   *
   * @param runs in the order they were started
   */
  Dataset<Row> latest(Dataset<Row> rows, List<FinishedRun> runs) {
    List<String> ids = ids(runs);
    Column order = lit(-1);
    Column id = lit("");
    for (int i = 0; i < ids.size(); i++) {
      order = when(col(Table.RUN).equalTo(ids.get(i)), i).otherwise(order);
      id = when(col(ORDER).equalTo(i), ids.get(i)).otherwise(id);
    }
    return rows.groupBy(IMAGE).agg(max(order).as(ORDER)).select(col(IMAGE), id.as(Table.RUN));
  }

  /** The rows whose image and run are among {@code wanted}. */
  static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> wanted) {
    return rows.join(
        broadcast(wanted),
        CollectionConverters.asScala(List.of(IMAGE, Table.RUN)).toSeq(),
        "leftsemi");
  }

  private static List<String> ids(List<FinishedRun> runs) {
    return runs.stream().map(FinishedRun::id).toList();
  }

  /** What each table holds, for the list at the end of the page. */
  List<ReportPage.TableSize> sizes() {
    Map<String, String> meanings =
        Map.ofEntries(
            entry(Tables.RUNS, "a finished command, with the network itself and every option"),
            entry(Tables.IMAGES, "an image with its prediction and its pixels"),
            entry(Tables.ACCURACY, "a true label, with its row of the confusion matrix"),
            entry(Tables.IMPORTANCE, "a pixel of an image, with its scores and ranks"),
            entry(
                Tables.PIXEL_ATTACKS,
                "a pixel of an image (where attackable, and a wrong label or interval of values)"),
            entry(Tables.PIXEL_PAIRS, "an attackable or undecided pair of pixels, with a witness"),
            entry(Tables.PIXEL_SUMMARY, "an image and question, with its counts"),
            entry(Tables.TRIGGERS, "a pixel and arithmetic: the values that flip the most images"),
            entry(Tables.TRIGGER_EVIDENCE, "an image that a trigger flips, with a witness"),
            entry(
                Tables.SMALLEST_CHANGES,
                "a pixel that flips an image, with the smallest change that does"),
            entry(Tables.PATTERNS, "an activation layer: the patterns that the images visit"),
            entry(Tables.ROBUSTNESS, "an image and radius, with its verdict and witness"),
            entry(Tables.VERIFY, "a network and property, with its verdict and witness"),
            entry(Tables.DISTANCE, "an image and goal: its smallest change, between two ends"),
            entry(Tables.PATCHES, "images to keep and change: the smallest change of biases"),
            entry(
                Tables.PATCH_ACCURACY,
                "a network before or after a patch and true label, with what is labelled right"),
            entry(
                Tables.IMPLANTS,
                "an image and keep set: the smallest change of biases that flips it"),
            entry(
                Tables.REPAIRS, "a label: images held out that are right before and after a patch"),
            entry(Tables.ROUNDING, "a number of bits, with what is labelled right by so many"),
            entry(Tables.FORGED, "an adversarial network, with what is true of its property"),
            entry(Tables.FORGED_ANSWERS, "a forged network and arithmetic: answered, and true"),
            entry(Tables.LANES, "an image or witness, with its label in every arithmetic"),
            entry(Tables.NOISE, "a perturbed copy of a network, with what it labels right"),
            entry(Tables.NOISE_SWITCHES, "a perturbed copy of a forged switch: off or revealed"),
            entry(Tables.ATTACKS, "an image and radius: what a heuristic attack came to"),
            entry(Tables.NUMERICS, "a sum of the network, ranked by how far rounding decides it"));
    Map<String, Long> counts =
        Tables.all().stream()
            .filter(this::exists)
            .map(t -> rows(t).select(lit(t.name()).as("name")))
            .reduce(Dataset::unionAll)
            .map(StoredTables::counted)
            .orElse(Map.of());
    return Tables.all().stream()
        .filter(this::exists)
        .map(
            t ->
                new ReportPage.TableSize(
                    t.name(),
                    meanings.getOrDefault(t.name(), ""),
                    counts.getOrDefault(t.name(), 0L)))
        .toList();
  }

  private static Map.Entry<String, String> entry(Table<?> table, String meaning) {
    return Map.entry(table.name(), meaning);
  }

  private static Map<String, Long> counted(Dataset<Row> names) {
    return names
        .groupBy("name")
        .agg(count(lit(1)).as("rows"))
        .as(RecordEncoder.of(Aggregates.RowCount.class))
        .collectAsList()
        .stream()
        .collect(Collectors.toMap(Aggregates.RowCount::name, Aggregates.RowCount::rows));
  }
}

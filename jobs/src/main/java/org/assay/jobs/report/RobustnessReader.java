package org.assay.jobs.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;
import org.assay.jobs.report.Aggregates.Basis;
import org.assay.jobs.report.RobustnessFindings.Pictured;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import scala.Tuple2;

/** Reads what runs of robustness of one network on one data set say. */
final class RobustnessReader {

  private static final int MOST_SLOW = 10;
  private static final int MOST_UNDECIDED = 50;
  private static final int MOST_PICTURES = 9;

  private final StoredTables tables;
  private final List<FinishedRun> runs;

  /**
   * A reader.
   *
   * @param runs of one network on one data set, in the order they were started
   */
  RobustnessReader(StoredTables tables, List<FinishedRun> runs) {
    this.tables = tables;
    this.runs =
        runs.stream().filter(r -> r.row().command().equals(RobustnessAnswers.COMMAND)).toList();
  }

  /** What was found, by inputs and arithmetic; nothing where it was never asked. */
  List<RobustnessFindings> read() {
    if (runs.isEmpty()) {
      return List.of();
    }
    List<String> ids = runs.stream().map(FinishedRun::id).toList();
    Dataset<Row> rows =
        RobustnessAnswers.latest(tables.rows(Tables.ROBUSTNESS, runs), ids)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<RobustnessFindings> findings = new ArrayList<>();
      for (Tuple2<String, String> kind : kinds(rows)) {
        findings.add(
            read(
                kind._1(),
                kind._2(),
                rows.where(col("inputs").equalTo(kind._1()))
                    .where(col("arithmetic").equalTo(kind._2()))));
      }
      return findings;
    } finally {
      rows.unpersist();
    }
  }

  /** Inputs and arithmetics of the rows; real inputs first. */
  private static List<Tuple2<String, String>> kinds(Dataset<Row> rows) {
    return rows.select("inputs", "arithmetic")
        .distinct()
        .orderBy(col("inputs").desc(), col("arithmetic"))
        .as(Encoders.tuple(Encoders.STRING(), Encoders.STRING()))
        .collectAsList();
  }

  private RobustnessFindings read(String inputs, String arithmetic, Dataset<Row> stored) {
    Dataset<RobustnessRow> rows = Tables.ROBUSTNESS.records(stored);
    List<RobustnessFigures.ByRadius> radii = RobustnessFigures.byRadius(rows);
    long images = stored.select("image").distinct().count();
    return new RobustnessFindings(
        inputs,
        arithmetic,
        radii,
        RobustnessFigures.byLabel(rows),
        radii.stream().allMatch(at -> at.images() == images),
        bases(stored),
        rows.orderBy(col("seconds").desc(), col("image"), col("radius")).takeAsList(MOST_SLOW),
        rows.where("verdict = 'Undecided'")
            .orderBy("radiusDouble", "image")
            .takeAsList(MOST_UNDECIDED),
        pictured(stored));
  }

  private static List<Basis> bases(Dataset<Row> stored) {
    return stored
        .groupBy(
            col("verdict"),
            coalesce(col("proof"), col("witness_kind"), col("reason")).as("basis"),
            col("method"))
        .agg(count(lit(1)).as("rows"))
        .orderBy("verdict", "basis", "method")
        .as(RecordEncoder.of(Basis.class))
        .collectAsList();
  }

  /** Of each true label the first image that is attacked, at the least radius that was asked. */
  private List<Pictured> pictured(Dataset<Row> stored) {
    Dataset<Row> first =
        stored
            .where("verdict = 'Violated' and method <> 'IMAGE'")
            .withColumn(
                "place",
                row_number().over(Window.partitionBy("label").orderBy("radius_double", "image")))
            .where(col("place").equalTo(1))
            .orderBy("radius_double", "label")
            .limit(MOST_PICTURES);
    List<RobustnessRow> rows = Tables.ROBUSTNESS.records(first).collectAsList();
    Object[] ids = rows.stream().map(RobustnessRow::image).toArray();
    Map<Integer, ImageRow> images =
        Tables.IMAGES
            .records(tables.rows(Tables.IMAGES, runs).where(col("image").isin(ids)))
            .dropDuplicates("image")
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(ImageRow::image, image -> image));
    return rows.stream()
        .flatMap(row -> Stream.ofNullable(images.get(row.image())).map(i -> new Pictured(i, row)))
        .toList();
  }
}

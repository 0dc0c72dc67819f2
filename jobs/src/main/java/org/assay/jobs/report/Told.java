package org.assay.jobs.report;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.RobustnessAnswers;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * What runs say of each image, pixel or instance, in the same columns whatever was asked: {@code
 * number}, {@code truth} (the true label, null where there is none), {@code asked}, {@code
 * verdict}, {@code label} and {@code witness} of what is violated, and {@code low} and {@code high}
 * where the verdict is about a size.
 */
final class Told {

  static final String NUMBER = "number";
  static final String TRUTH = "truth";
  static final String ASKED = "asked";
  static final String VERDICT = "verdict";
  static final String LABEL = "label";
  static final String WITNESS = "witness";
  static final String LOW = "low";
  static final String HIGH = "high";

  private static final String ACCURACY = "accuracy";
  private static final String PIXELS = "pixels";
  private static final String SCAN = "scan-triggers";
  private static final String VERIFY = "verify";
  private static final String DISTANCE = "distance";

  private Told() {}

  /** Whether a run says something of each of its images, pixels or instances. */
  static boolean tells(RunRow row) {
    return List.of(ACCURACY, PIXELS, SCAN, VERIFY, DISTANCE, RobustnessAnswers.COMMAND)
        .contains(row.command());
  }

  /** What the numbers of a run count. */
  static String unit(RunRow row) {
    return switch (row.command()) {
      case SCAN -> "pixel";
      case VERIFY -> "instance";
      default -> "image";
    };
  }

  /**
   * What runs say that asked the same.
   *
   * @param runs in the order they were started; what a later one decides goes before
   */
  static Dataset<Row> of(StoredTables tables, List<FinishedRun> runs) {
    return switch (runs.get(0).row().command()) {
      case ACCURACY -> labels(tables.rows(Tables.IMAGES, runs));
      case PIXELS -> pixels(tables.rows(Tables.PIXEL_SUMMARY, runs));
      case SCAN -> triggers(tables.rows(Tables.TRIGGERS, runs));
      case VERIFY -> instances(tables.rows(Tables.VERIFY, runs));
      case DISTANCE -> distances(tables.rows(Tables.DISTANCE, runs));
      case RobustnessAnswers.COMMAND ->
          balls(
              RobustnessAnswers.latest(
                  tables.rows(Tables.ROBUSTNESS), runs.stream().map(FinishedRun::id).toList()));
      default -> throw new IllegalArgumentException(runs.get(0).row().command());
    };
  }

  private static Dataset<Row> labels(Dataset<Row> images) {
    return images.select(
        number("image"),
        truth("label"),
        lit("").as(ASKED),
        concat(lit("label "), col("predicted")).as(VERDICT),
        col("predicted").as(LABEL),
        none().as(WITNESS),
        size(null).as(LOW),
        size(null).as(HIGH));
  }

  private static Dataset<Row> pixels(Dataset<Row> summaries) {
    Column witness =
        when(
            col("attackable").gt(0),
            concat_ws(
                ", ",
                concat(lit("pixel "), col("first"), lit(" = "), col("first_witness")),
                concat(lit("pixel "), col("second"), lit(" = "), col("second_witness"))));
    return summaries.select(
        number("image"),
        truth("label"),
        lit("").as(ASKED),
        when(col("attackable").gt(0), "Violated")
            .when(col("undecided").gt(0), "Undecided")
            .otherwise("Robust")
            .as(VERDICT),
        col("witness_label").as(LABEL),
        witness.as(WITNESS),
        size(null).as(LOW),
        size(null).as(HIGH));
  }

  private static Dataset<Row> balls(Dataset<Row> rows) {
    return rows.select(
        number("image"),
        truth("label"),
        concat(lit("radius "), col("radius")).as(ASKED),
        col("verdict").as(VERDICT),
        col("witness_label").as(LABEL),
        values("witness").as(WITNESS),
        size(null).as(LOW),
        size(null).as(HIGH));
  }

  private static Dataset<Row> distances(Dataset<Row> rows) {
    return rows.select(
        number("image"),
        truth("label"),
        concat(lit("to "), col("goal")).as(ASKED),
        col("outcome").as(VERDICT),
        col("witness_label").as(LABEL),
        values("witness").as(WITNESS),
        size("low_double").as(LOW),
        size("high_double").as(HIGH));
  }

  private static Dataset<Row> instances(Dataset<Row> rows) {
    return rows.select(
        number("row"),
        lit(null).cast(DataTypes.IntegerType).as(TRUTH),
        col("property").as(ASKED),
        coalesce(col("verdict"), col("answer")).as(VERDICT),
        lit(null).cast(DataTypes.IntegerType).as(LABEL),
        values("input").as(WITNESS),
        size(null).as(LOW),
        size(null).as(HIGH));
  }

  private static Dataset<Row> triggers(Dataset<Row> rows) {
    return rows.where(col("pixel").isNotNull())
        .select(
            number("pixel"),
            lit(null).cast(DataTypes.IntegerType).as(TRUTH),
            concat(lit("channel "), col("channel"), lit(" in "), col("arithmetic")).as(ASKED),
            coalesce(col("finding"), lit("no finding")).as(VERDICT),
            lit(null).cast(DataTypes.IntegerType).as(LABEL),
            when(
                    col("finding").isNotNull(),
                    concat(
                        lit("values "),
                        col("low"),
                        lit(" to "),
                        col("high"),
                        lit(" flip "),
                        col("most"),
                        lit(" images")))
                .as(WITNESS),
            size(null).as(LOW),
            size(null).as(HIGH));
  }

  private static Column number(String column) {
    return col(column).as(NUMBER);
  }

  private static Column truth(String column) {
    return col(column).as(TRUTH);
  }

  private static Column none() {
    return lit(null).cast(DataTypes.StringType);
  }

  private static Column size(@Nullable String column) {
    return (column == null ? lit(null) : col(column)).cast(DataTypes.DoubleType);
  }

  /** All values of a witness, exact or of the element type; null where there is none. */
  private static Column values(String column) {
    Column list = array_join(col(column).cast("array<string>"), ",");
    return coalesce(col(column + "_exact"), when(list.notEqual(""), list));
  }

  /** Whether two questions of runs are the same, whatever the network and the arithmetic. */
  static List<Object> question(RunRow row) {
    return List.of(
        row.command(),
        row.images(),
        row.domainLow(),
        row.domainHigh(),
        String.valueOf(row.scope()),
        String.valueOf(row.count()),
        String.valueOf(row.pairs()),
        String.valueOf(row.channel()));
  }

  /** What else tells runs of the same question apart. */
  static List<Object> variant(RunRow row) {
    return List.of(
        row.networkTitle(),
        String.valueOf(row.normalise()),
        String.valueOf(row.significandBits()),
        String.valueOf(row.reduction()),
        String.valueOf(row.inputs()),
        String.valueOf(row.arithmetic()));
  }
}

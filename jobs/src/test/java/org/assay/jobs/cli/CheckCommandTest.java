package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was stored is judged again; a row that was tampered with is found. */
class CheckCommandTest {

  @TempDir private Path out = Path.of("");

  private void pixels(String... more) {
    asked("pattern", "21", more);
  }

  private void asked(String scope, String selection, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("pixels", "--network", "bundled:deepcheck", "--images", "bundled:digits"));
    arguments.addAll(List.of("--scope", scope, "--engine", "geometry"));
    arguments.addAll(List.of("--select", selection, "--out", out.toString()));
    arguments.addAll(List.of(more));
    assertThat(Called.assay(arguments.toArray(String[]::new)).exitCode()).isZero();
  }

  @Test
  void whatIsStoredIsRight() {
    pixels();
    pixels("--count", "2", "--pairs", "top:40");
    Called check = Called.assay("check", "--out", out.toString(), "--sample", "5");
    assertThat(check.err()).isEmpty();
    assertThat(check.exitCode()).isZero();
    assertThat(check.out()).contains("pixel_attacks", "pixel_summary", "Nothing is wrong.");
  }

  @Test
  void whatIsStoredOfFullScopeIsRight() {
    asked("full", "21");
    asked("full", "21", "--inputs", "grid");
    asked("full", "21", "--inputs", "grid", "--count", "2", "--pairs", "top:10");
    Called check = Called.assay("check", "--out", out.toString(), "--sample", "5");
    assertThat(check.err()).isEmpty();
    assertThat(check.exitCode()).isZero();
    assertThat(check.out()).contains("Nothing is wrong.").doesNotContain("pixel_pairs  robust");
  }

  @Test
  void aWitnessOfFullScopeIsNoneOfThePattern() {
    asked("full", "80..119");
    new StoredRows(out).rewrite(Tables.RUNS, rows -> rows.withColumn("scope", lit("PATTERN")));
    Called check = Called.assay("check", "--out", out.toString(), "--sample", "0");
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out()).contains("the witness leaves the activation pattern");
  }

  @Test
  void aWitnessOfRealNumbersIsNoneOfTheGrid() {
    asked("full", "21");
    new StoredRows(out).rewrite(Tables.RUNS, rows -> rows.withColumn("inputs", lit("GRID")));
    Called check = Called.assay("check", "--out", out.toString(), "--sample", "0");
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out()).contains("GRID inputs");
  }

  @Test
  void rowsOfAnotherVersionAreToldOf() {
    pixels();
    SparkSession spark = SharedSession.get();
    String table = Tables.PIXEL_SUMMARY.name();
    spark
        .read()
        .parquet(out.resolve(table).toString())
        .drop("run")
        .withColumn("schema_version", lit(1))
        .write()
        .parquet(out.resolve(table).resolve("run=old").toString());
    spark
        .read()
        .parquet(out.resolve(Tables.RUNS.name()).toString())
        .drop("run")
        .limit(1)
        .write()
        .parquet(out.resolve(Tables.RUNS.name()).resolve("run=old").toString());
    Called show = Called.assay("show", table, "--out", out.toString());
    assertThat(show.err())
        .contains("WARNING: pixel_summary: 1 rows of schema version 1 are left out; this Assay");
    assertThat(show.out()).contains("1 rows");
    assertThat(Called.assay("check", "--out", out.toString(), "--sample", "0").err())
        .contains("WARNING: pixel_summary");
  }

  @Test
  void aTamperedRowIsFound() {
    pixels();
    new StoredRows(out).rewrite(Tables.PIXEL_ATTACKS, CheckCommandTest::tampered);
    Called check = Called.assay("check", "--out", out.toString(), "--sample", "1000");
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out())
        .contains("WRONG", "image 21: the label at the witness is", "said to be robust");
  }

  /** Calls the first attackable pixel robust, and gives the witnesses of others another label. */
  private static Dataset<Row> tampered(Dataset<Row> rows) {
    Column attacked = col("verdict").equalTo("Violated");
    int first = rows.where(attacked).agg(min("pixel")).as(Encoders.INT()).head();
    Column isFirst = attacked.and(col("pixel").equalTo(first));
    return rows.withColumn("label", when(attacked, col("label").plus(1).mod(10)))
        .withColumn("witness", when(isFirst, null).otherwise(col("witness")))
        .withColumn("verdict", when(isFirst, "Robust").otherwise(col("verdict")));
  }
}

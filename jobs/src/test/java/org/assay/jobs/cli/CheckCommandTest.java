package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was stored is judged again; a row that was tampered with is found. */
class CheckCommandTest {

  @TempDir private Path out = Path.of("");

  private void pixels(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("pixels", "--network", "bundled:deepcheck", "--images", "bundled:digits"));
    arguments.addAll(List.of("--scope", "pattern", "--engine", "geometry"));
    arguments.addAll(List.of("--select", "21", "--out", out.toString()));
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
  void aTamperedRowIsFound() throws Exception {
    pixels();
    SparkSession spark = SharedSession.get();
    String run = Tables.RUNS.readWithRun(spark, out.toString()).head()._1();
    Path folder = Path.of(Tables.PIXEL_ATTACKS.folder(out.toString(), run));
    Dataset<PixelAttackRow> tampered = tampered(Tables.PIXEL_ATTACKS.read(spark, out.toString()));
    Tables.PIXEL_ATTACKS.write(tampered, run, out.resolve("tampered").toString());
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.move(out.resolve("tampered"), folder);
    Called check = Called.assay("check", "--out", out.toString(), "--sample", "1000");
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out())
        .contains("WRONG", "image 21: the label at the witness is", "said to be robust");
  }

  /** Calls the first attackable pixel robust, and gives the witnesses of others another label. */
  private static Dataset<PixelAttackRow> tampered(Dataset<PixelAttackRow> rows) {
    Column attacked = col("verdict").equalTo("Violated");
    int first = rows.where(attacked).agg(min("pixel")).as(Encoders.INT()).head();
    Column isFirst = attacked.and(col("pixel").equalTo(first));
    return rows.withColumn("label", when(attacked, col("label").plus(1).mod(10)))
        .withColumn("witness", when(isFirst, null).otherwise(col("witness")))
        .withColumn("verdict", when(isFirst, "Robust").otherwise(col("verdict")))
        .as(Tables.PIXEL_ATTACKS.encoder());
  }
}

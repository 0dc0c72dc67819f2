package org.assay.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.report.ShownTable.Format;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownTableTest {

  private static final SparkSession SPARK = SharedSession.get();
  private static Path out = Path.of("");

  @BeforeAll
  static void write(@TempDir Path folder) {
    out = folder;
    write(Tables.RUNS, List.of(Samples.run("pixels", 1, 3)));
    write(
        Tables.IMAGES,
        List.of(Samples.image(9, 2, 2), Samples.image(1, 2, 7), Samples.image(4, 5, 5)));
  }

  private static <R extends Record> void write(Table<R> table, List<R> rows) {
    table.write(
        SPARK.createDataset(rows, table.encoder()).coalesce(1),
        "a",
        table.folder(out.toString(), "a"));
  }

  private static String shown(String table, String where, int limit, Format format) {
    return ShownTable.of(SPARK, out.toString(), table, where, limit).text(format);
  }

  @Test
  void rowsComeInOrderAndLongListsAreShort() {
    String text = shown("images", "true", 50, Format.TABLE);
    assertThat(text.lines().toList()).hasSize(6);
    assertThat(text.lines().skip(2).map(l -> l.strip().charAt(0))).startsWith('1', '4', '9');
    assertThat(text).contains("784 values]").endsWith("3 rows\n").doesNotContain("onnxruntime");
  }

  @Test
  void aConditionAndALimitNarrow() {
    assertThat(shown("images", "not correct", 50, Format.CSV).lines().toList()).hasSize(2);
    assertThat(shown("images", "image > 0", 2, Format.TABLE))
        .endsWith("The first 2 of 3 rows; --limit shows more\n");
  }

  @Test
  void jsonIsJsonAndBinaryIsItsLength() throws Exception {
    JsonNode rows = new ObjectMapper().readTree(shown("runs", "true", 5, Format.JSON));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get("network_file").asText()).isEqualTo("3 bytes");
    assertThat(rows.get(0).get("images").asText()).isEqualTo("data/<mnist>&co");
    assertThat(rows.get(0).get("units").asLong()).isEqualTo(2352);
  }

  @Test
  void badRequestsSayWhatToDo() {
    assertThatThrownBy(() -> shown("pictures", "true", 5, Format.JSON))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no table pictures; there are runs, images");
    assertThatThrownBy(() -> shown("pixel_pairs", "true", 5, Format.JSON))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("has no table pixel_pairs yet");
    assertThatThrownBy(() -> shown("images", "colour = 3", 5, Format.JSON))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--where \"colour = 3\"")
        .hasMessageContaining("Its columns are image, label");
    assertThatThrownBy(() -> shown("images", "image = = 3", 5, Format.JSON))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("is not a condition on images");
    assertThatThrownBy(() -> shown("images", "status = 3", 5, Format.JSON))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("status = 3");
    assertThatThrownBy(() -> shown("images", "true", 0, Format.JSON))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("--limit");
  }
}

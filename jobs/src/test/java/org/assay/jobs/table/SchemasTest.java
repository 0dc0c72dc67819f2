package org.assay.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/** The page of schemas says what the code says: every table, column, type and null. */
class SchemasTest {

  @Test
  void pageAndCodeAgree() throws Exception {
    List<String> page =
        Files.readAllLines(Path.of("SCHEMAS.md")).stream()
            .filter(line -> line.startsWith("## ") || line.startsWith("Schema version"))
            .map(line -> line.startsWith("Schema") ? line.substring(0, line.indexOf('.')) : line)
            .toList();
    List<String> code = new ArrayList<>();
    for (Table<?> table : Tables.all()) {
      code.add("## " + table.name());
      code.add("Schema version " + table.version());
    }
    assertThat(page).isEqualTo(code);
    assertThat(columnsOfPage()).isEqualTo(columnsOfCode());
  }

  private static List<String> columnsOfPage() throws Exception {
    return Files.readAllLines(Path.of("SCHEMAS.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(
            line -> {
              String[] cells = line.split("\\|", -1);
              assertThat(cells).as(line).hasSize(7);
              assertThat(cells[4].strip()).as("unit of" + line).isNotEmpty();
              assertThat(cells[5].strip()).as("meaning of" + line).isNotEmpty();
              return cells[1].strip().replace("`", "")
                  + " "
                  + cells[2].strip()
                  + " "
                  + cells[3].strip();
            })
        .toList();
  }

  private static List<String> columnsOfCode() {
    List<String> columns = new ArrayList<>();
    for (Table<?> table : Tables.all()) {
      for (StructField field : table.schema().fields()) {
        columns.add(
            field.name() + " " + name(field.dataType()) + " " + (field.nullable() ? "yes" : "no"));
      }
    }
    return columns;
  }

  private static String name(DataType type) {
    if (type instanceof ArrayType array) {
      return "array<" + name(array.elementType()) + ">";
    }
    String name = type.typeName();
    return name.equals("integer") ? "int" : name;
  }
}

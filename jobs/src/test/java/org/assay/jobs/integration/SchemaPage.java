package org.assay.jobs.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables' columns as {@code jobs/SCHEMAS.md} tells them, in DuckDB's names of types. */
record SchemaPage(Map<String, Map<String, String>> columnsByTable) {

  private static final Pattern TABLE = Pattern.compile("## (\\w+)");
  private static final Pattern COLUMN = Pattern.compile("\\| `(\\w+)` \\| ([\\w<>]+) \\|.*");
  private static final Pattern LIST = Pattern.compile("array<(\\w+)>");
  private static final Map<String, String> TYPES =
      Map.of(
          "boolean", "BOOLEAN",
          "int", "INTEGER",
          "long", "BIGINT",
          "float", "FLOAT",
          "double", "DOUBLE",
          "string", "VARCHAR",
          "binary", "BLOB");

  static SchemaPage read(Path page) throws IOException {
    Map<String, Map<String, String>> tables = new TreeMap<>();
    Map<String, String> columns = new LinkedHashMap<>();
    for (String line : Files.readAllLines(page)) {
      Matcher table = TABLE.matcher(line);
      Matcher column = COLUMN.matcher(line);
      if (table.matches()) {
        columns = new LinkedHashMap<>();
        tables.put(table.group(1), columns);
      } else if (column.matches()) {
        columns.put(column.group(1), type(column.group(2)));
      }
    }
    return new SchemaPage(tables);
  }

  private static String type(String name) {
    Matcher list = LIST.matcher(name);
    String type = list.matches() ? type(list.group(1)) + "[]" : TYPES.get(name);
    if (type == null) {
      throw new AssertionError("SCHEMAS.md: no column of DuckDB is a " + name);
    }
    return type;
  }

  Set<String> tables() {
    return columnsByTable.keySet();
  }

  Map<String, String> columns(String table) {
    return columnsByTable.getOrDefault(table, Map.of());
  }
}

package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a table as text, in the order of their run, image and other keys. Binary columns are
 * shown by their length.
 */
public final class ShownTable {

  /** How rows are written. */
  public enum Format {
    /** Aligned columns; long values are shortened, columns without a value left out. */
    TABLE,
    /** RFC 4180, headings first, lists as JSON. */
    CSV,
    /** A JSON array of objects, a row an object a line. */
    JSON
  }

  /** Columns that put rows in order, where a table has them. */
  private static final List<String> KEYS =
      List.of("started", "run", "image", "count", "pixel", "first_rank", "second_rank", "label");

  private static final int LONGEST_LIST = 12;

  /** Of quotients, which beside their double need not be read whole. */
  private static final int LONGEST_TEXT = 24;

  private static final String LINE_END = "\n";

  private final Table<?> table;
  private final Dataset<Row> rows;
  private final @Nullable String where;
  private final int limit;

  private ShownTable(Table<?> table, Dataset<Row> rows, @Nullable String where, int limit) {
    this.table = table;
    this.rows = rows;
    this.where = where;
    this.limit = limit;
  }

  /**
   * The rows of a table below an output folder for which a condition holds.
   *
   * @param where a Spark SQL condition on the columns as stored, such as {@code image = 7 and
   *     verdict = 'Violated'}; null for all rows
   * @param limit the most rows to write, at least 1
   * @throws BadInput if there is no such table, or the condition is not one
   */
  public static ShownTable of(
      SparkSession spark, String out, String name, @Nullable String where, int limit) {
    if (limit < 1) {
      throw new BadInput("--limit must be at least 1, not " + limit);
    }
    Table<?> table = Tables.named(name).orElseThrow(() -> unknown(name));
    StoredTables tables = new StoredTables(spark, out);
    if (!tables.exists(table)) {
      throw new BadInput(
          "%s has no table %s yet; %s".formatted(out, name, "run the command that fills it first"));
    }
    Dataset<Row> rows = tables.rows(table);
    return new ShownTable(table, where == null ? rows : filtered(rows, where, table), where, limit);
  }

  private static BadInput unknown(String name) {
    return new BadInput(
        "no table %s; there are %s"
            .formatted(
                name, Tables.all().stream().map(Table::name).collect(Collectors.joining(", "))));
  }

  private static Dataset<Row> filtered(Dataset<Row> rows, String where, Table<?> table) {
    try {
      Dataset<Row> filtered = rows.where(where);
      filtered.schema();
      return filtered;
    } catch (RuntimeException e) {
      throw badCondition(where, table, e);
    } catch (Exception e) {
      // Scala code throws Spark's checked AnalysisException without declaring it.
      if (e instanceof AnalysisException) {
        throw badCondition(where, table, e);
      }
      throw e;
    }
  }

  private static BadInput badCondition(String where, Table<?> table, Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new BadInput(
        "--where \"%s\" is not a condition on %s: %s Its columns are %s"
            .formatted(where, table.name(), reason, String.join(", ", table.schema().fieldNames())),
        e);
  }

  /** The rows in a format, ended by a newline. */
  public String text(Format format) {
    List<JsonNode> shown = fetched();
    return switch (format) {
      case TABLE -> TerminalTables.text(sheet(shown, true)) + counted(shown.size());
      case CSV -> TerminalTables.csv(sheet(shown, false));
      case JSON -> json(shown);
    };
  }

  private String counted(int shown) {
    long all = shown < limit ? shown : rows.count();
    return all == shown
        ? "%s rows%n".formatted(Numbers.whole(all))
        : "The first %s of %s rows; --limit shows more%n"
            .formatted(Numbers.whole(shown), Numbers.whole(all));
  }

  private List<JsonNode> fetched() {
    List<String> names = List.of(table.schema().fieldNames());
    Column[] order = KEYS.stream().filter(names::contains).map(k -> col(k)).toArray(Column[]::new);
    Column[] columns =
        Arrays.stream(table.schema().fields()).map(ShownTable::shown).toArray(Column[]::new);
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : collected(rows.orderBy(order).limit(limit).select(columns))) {
      try {
        nodes.add(mapper.readTree(line));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("Spark wrote a row that is not JSON: " + line, e);
      }
    }
    return nodes;
  }

  /** The rows as JSON; a condition can also fail on a value, such as a text that is no number. */
  private List<String> collected(Dataset<Row> shown) {
    try {
      return shown.toJSON().collectAsList();
    } catch (RuntimeException e) {
      if (where != null && e instanceof SparkThrowable) {
        throw badCondition(where, table, e);
      }
      throw e;
    }
  }

  private static Column shown(StructField field) {
    Column column = col(field.name());
    return isBinary(field.dataType())
        ? concat(length(column).cast(DataTypes.StringType), lit(" bytes")).as(field.name())
        : column;
  }

  private static boolean isBinary(DataType type) {
    return type.equals(DataTypes.BinaryType);
  }

  private Sheet sheet(List<JsonNode> nodes, boolean shortened) {
    List<Sheet.Column> columns = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      if (!shortened || nodes.isEmpty() || nodes.stream().anyMatch(n -> n.has(field.name()))) {
        columns.add(new Sheet.Column(field.name(), field.dataType() instanceof NumericType));
      }
    }
    List<List<String>> cells = new ArrayList<>();
    for (JsonNode node : nodes) {
      List<String> row = new ArrayList<>();
      for (Sheet.Column column : columns) {
        row.add(cell(node.path(column.name()), shortened));
      }
      cells.add(row);
    }
    return new Sheet("", columns, cells, "");
  }

  private static String cell(JsonNode value, boolean shortened) {
    if (value.isMissingNode() || value.isNull()) {
      return shortened ? Sheet.NONE : "";
    }
    if (value instanceof ArrayNode list && shortened && list.size() > LONGEST_LIST) {
      return "[%s,%s,%s, ... %s values]"
          .formatted(list.get(0), list.get(1), list.get(2), Numbers.whole(list.size()));
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return shortened && text.length() > LONGEST_TEXT && text.indexOf('/') >= 0
        ? text.substring(0, LONGEST_TEXT - 3) + "..."
        : text;
  }

  private static String json(List<JsonNode> nodes) {
    return nodes.stream()
        .map(JsonNode::toString)
        .collect(Collectors.joining("," + LINE_END, "[" + LINE_END, LINE_END + "]" + LINE_END));
  }
}

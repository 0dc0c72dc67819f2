package org.assay.jobs.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tables below an output folder as DuckDB reads them, without any of the code that wrote them.
 * Each is a view of its own name.
 */
final class StoredTables implements AutoCloseable {

  private final Connection connection;
  private final Set<String> names;

  private StoredTables(Connection connection, Set<String> names) {
    this.connection = connection;
    this.names = names;
  }

  static StoredTables open(Path out) throws SQLException, IOException {
    StoredTables tables =
        new StoredTables(DriverManager.getConnection("jdbc:duckdb:"), new TreeSet<>());
    tables.attach("", out);
    return tables;
  }

  /** Adds the tables of another output folder under names with a prefix. */
  void attach(String prefix, Path out) throws SQLException, IOException {
    for (String name : names(out)) {
      attach(prefix, out, name);
    }
  }

  /** Adds the tables of another output folder that are not here yet. */
  void attachMissing(Path out) throws SQLException, IOException {
    for (String name : names(out)) {
      if (!names.contains(name)) {
        attach("", out, name);
      }
    }
  }

  private void attach(String prefix, Path out, String name) throws SQLException {
    execute(
        "CREATE VIEW %s%s AS SELECT * FROM read_parquet('%s/%s/**/*.parquet', hive_partitioning = false)"
            .formatted(prefix, name, out, name));
    names.add(prefix + name);
  }

  Set<String> names() {
    return names;
  }

  /** The single whole number that a query gives. */
  long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The rows that a query gives; bytes and lists as arrays. */
  List<Object[]> rows(String query) throws SQLException, IOException {
    List<Object[]> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = copied(rows.getObject(i + 1));
        }
        all.add(row);
      }
    }
    return all;
  }

  /** DuckDB's own objects are good for the open row alone. */
  private static Object copied(Object value) throws SQLException, IOException {
    if (value instanceof Blob blob) {
      return blob.getBinaryStream().readAllBytes();
    }
    return value instanceof Array list ? list.getArray() : value;
  }

  /** A table's columns in their order, each with DuckDB's name of its type. */
  Map<String, String> columns(String table) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE " + table)) {
      while (rows.next()) {
        columns.put(rows.getString("column_name"), rows.getString("column_type"));
      }
    }
    return columns;
  }

  /**
   * How many rows of a table have no equal in another, counted with repetition; the run's id, times
   * and where the network was read from are left out.
   */
  long rowsMissing(String table, String other) throws SQLException {
    return number(
        "SELECT count(*) FROM (SELECT %1$s FROM %2$s EXCEPT ALL SELECT %1$s FROM %3$s)"
            .formatted("COLUMNS(c -> c NOT IN ('run', 'seconds', 'network'))", table, other));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private void execute(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /** The tables that there are below an output folder. */
  static Set<String> names(Path out) throws IOException {
    Set<String> tables = new TreeSet<>();
    try (Stream<Path> files = Files.walk(out)) {
      files
          .filter(file -> file.toString().endsWith(".parquet"))
          .map(file -> out.relativize(file).getName(0).toString())
          .filter(name -> !name.startsWith("."))
          .forEach(tables::add);
    }
    return tables;
  }
}

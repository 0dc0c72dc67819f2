package org.assay.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/** The rows of an output folder with a single run, as one who tampers with them sees them. */
record StoredRows(Path out) {

  private SparkSession spark() {
    return SharedSession.get();
  }

  <R extends Record> List<R> of(Table<R> table) {
    return table.read(spark(), out.toString()).collectAsList();
  }

  /** Writes a table's only run anew. */
  <R extends Record> void rewrite(Table<R> table, UnaryOperator<Dataset<Row>> change) {
    replace(table, change.apply(table.read(spark(), out.toString()).toDF()).as(table.encoder()));
  }

  /** Writes other rows in place of a table's only run. */
  <R extends Record> void replace(Table<R> table, List<R> rows) {
    replace(table, spark().createDataset(rows, table.encoder()).coalesce(1));
  }

  private <R extends Record> void replace(Table<R> table, Dataset<R> rows) {
    String run = Tables.RUNS.readWithRun(spark(), out.toString()).head()._1();
    Path folder = Path.of(table.folder(out.toString(), run));
    table.write(rows, run, out.resolve("rewritten").toString());
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
      Files.move(out.resolve("rewritten"), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A row with other values in some columns, by the names of its components; an empty Optional is
   * null.
   */
  @SuppressWarnings("unchecked")
  static <R extends Record> R with(R row, Map<String, Object> others) {
    RecordComponent[] components = row.getClass().getRecordComponents();
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        Object value = components[i].getAccessor().invoke(row);
        Object other = others.getOrDefault(components[i].getName(), Optional.ofNullable(value));
        values[i] = other instanceof Optional<?> option ? option.orElse(null) : other;
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return (R) row.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.assay.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.SharedSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every table: record to Parquet to record. */
class TableTest {

  static List<Table<?>> tables() {
    return Tables.all();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyRecordComesBackAsItWas(Table<?> table, @TempDir Path out) throws Exception {
    roundTrip(table, out);
  }

  private <R extends Record> void roundTrip(Table<R> table, Path out) throws Exception {
    SparkSession spark = SharedSession.get();
    Random random = new Random(table.name().hashCode());
    List<R> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(drawn(table.type(), random, i % 3));
    }
    table.write(
        spark.createDataset(records, table.encoder()).coalesce(1),
        "r1",
        table.folder(out.toString(), "r1"));
    commit(out);
    assertThat(table.read(spark, out.toString(), "r1").collectAsList())
        .containsExactlyInAnyOrderElementsOf(records);
    assertThat(table.readWithRun(spark, out.toString()).collectAsList())
        .extracting(t -> t._1())
        .containsOnly("r1");
    assertThat(table.stored(spark, out.toString()).columns())
        .containsExactly(table.schema().fieldNames())
        .contains("schema_version", "run")
        .allMatch(name -> name.matches("[a-z0-9_]+"));
  }

  /** Gives the run its row in the table of runs, where it has none. */
  private static void commit(Path out) throws Exception {
    SparkSession spark = SharedSession.get();
    String folder = Tables.RUNS.folder(out.toString(), "r1");
    if (!java.nio.file.Files.exists(Path.of(folder))) {
      List<RunRow> run = List.of(drawn(RunRow.class, new Random(1), 1));
      Tables.RUNS.write(spark.createDataset(run, Tables.RUNS.encoder()), "r1", folder);
    }
  }

  @Test
  void aRunWithoutItsRowIsNotRead(@TempDir Path out) throws Exception {
    SparkSession spark = SharedSession.get();
    List<AccuracyRow> rows = List.of(drawn(AccuracyRow.class, new Random(1), 1));
    for (String run : List.of("r1", "r2")) {
      Tables.ACCURACY.write(
          spark.createDataset(rows, Tables.ACCURACY.encoder()),
          run,
          Tables.ACCURACY.folder(out.toString(), run));
    }
    assertThat(Tables.ACCURACY.read(spark, out.toString()).collectAsList()).isEmpty();
    commit(out);
    assertThat(Tables.ACCURACY.readWithRun(spark, out.toString()).collectAsList())
        .extracting(t -> t._1())
        .containsExactly("r1");
  }

  /** A record of random components; every second nullable one is null, or none, or all. */
  private static <R extends Record> R drawn(Class<R> type, Random random, int nulls)
      throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      boolean nullable = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
      boolean absent = nullable && (nulls == 0 || (nulls == 1 && random.nextBoolean()));
      values[i] = absent ? null : value(components[i].getGenericType(), random);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(Type type, Random random) {
    if (type instanceof ParameterizedType list) {
      int size = random.nextInt(4);
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        values.add(value(list.getActualTypeArguments()[0], random));
      }
      return values;
    }
    String name = ((Class<?>) type).getSimpleName();
    return switch (name) {
      case "int", "Integer" -> random.nextInt();
      case "long", "Long" -> random.nextLong();
      case "float", "Float" -> random.nextFloat();
      case "double", "Double" -> random.nextGaussian();
      case "boolean", "Boolean" -> random.nextBoolean();
      case "String" -> Long.toString(random.nextLong(), 36);
      case "ByteBuffer" ->
          ByteBuffer.wrap(Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
      default -> throw new IllegalStateException("no value for " + name);
    };
  }
}

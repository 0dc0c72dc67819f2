package org.assay.jobs.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * A Parquet table whose rows are records of one type. In files a column is named as the record's
 * component, in snake case; two more columns say the version of the schema and the run that wrote
 * the row. Files lie in {@code <out>/<name>/run=<run>/}.
 *
 * @param <R> the record
 */
public final class Table<R extends Record> {

  /** Column with the number by which the meaning of a table's columns is told apart. */
  public static final String SCHEMA_VERSION = "schema_version";

  /** Column with the id of the run that wrote the row. */
  public static final String RUN = "run";

  private final String name;
  private final int version;
  private final Class<R> type;
  private final Encoder<R> encoder;

  private Table(String name, int version, Class<R> type) {
    this.name = name;
    this.version = version;
    this.type = type;
    this.encoder = RecordEncoder.of(type);
  }

  static <R extends Record> Table<R> of(String name, int version, Class<R> type) {
    return new Table<>(name, version, type);
  }

  public String name() {
    return name;
  }

  /** Raised whenever a column is added, removed or changes its meaning. */
  public int version() {
    return version;
  }

  public Class<R> type() {
    return type;
  }

  public Encoder<R> encoder() {
    return encoder;
  }

  /** Columns as they are stored: the record's in their order, then schema version and run. */
  public StructType schema() {
    List<StructField> fields = new ArrayList<>();
    for (StructField field : encoder.schema().fields()) {
      fields.add(
          new StructField(
              snake(field.name()), field.dataType(), field.nullable(), field.metadata()));
    }
    fields.add(DataTypes.createStructField(SCHEMA_VERSION, DataTypes.IntegerType, false));
    fields.add(DataTypes.createStructField(RUN, DataTypes.StringType, false));
    return new StructType(fields.toArray(new StructField[0]));
  }

  /** The folder of one run's files below an output folder. */
  public String folder(String out, String run) {
    return out + "/" + name + "/" + RUN + "=" + run;
  }

  /** Writes records as the files of one run into a folder that does not yet exist. */
  public void write(Dataset<R> records, String run, String folder) {
    Column[] columns =
        Arrays.stream(encoder.schema().fieldNames())
            .map(field -> col(field).as(snake(field)))
            .toArray(Column[]::new);
    records
        .select(columns)
        .withColumn(SCHEMA_VERSION, lit(version))
        .withColumn(RUN, lit(run))
        .write()
        .parquet(folder);
  }

  /** The records of all runs below an output folder. */
  public Dataset<R> read(SparkSession spark, String out) {
    return stored(spark, out).select(components()).as(encoder);
  }

  /** The records of one run below an output folder. */
  public Dataset<R> read(SparkSession spark, String out, String run) {
    return stored(spark, out).where(col(RUN).equalTo(run)).select(components()).as(encoder);
  }

  /** The records of all runs, each with the id of its run. */
  public Dataset<Tuple2<String, R>> readWithRun(SparkSession spark, String out) {
    Column record = org.apache.spark.sql.functions.struct(components());
    return stored(spark, out)
        .select(col(RUN).as("_1"), record.as("_2"))
        .as(Encoders.tuple(Encoders.STRING(), encoder));
  }

  /** The records in one run's folder, whether or not the run is committed. */
  public Dataset<R> written(SparkSession spark, String folder) {
    return records(spark.read().schema(schema()).parquet(folder));
  }

  /** The columns as stored, of committed runs only, for people and for conditions on them. */
  public Dataset<Row> stored(SparkSession spark, String out) {
    return committed(spark, out).where(col(SCHEMA_VERSION).equalTo(version));
  }

  /** Rows of all versions. A run is committed when its row in the table of runs is there. */
  private Dataset<Row> committed(SparkSession spark, String out) {
    CommittedRuns runs = CommittedRuns.of(spark, out);
    String[] folders =
        runs.among(name).stream().map(run -> folder(out, run)).toArray(String[]::new);
    return folders.length == 0
        ? spark.createDataFrame(List.of(), schema())
        : spark.read().schema(schema()).option("basePath", out + "/" + name).parquet(folders);
  }

  /** How many rows below an output folder are of another version, which nothing here reads. */
  public SortedMap<Integer, Long> otherVersions(SparkSession spark, String out) {
    SortedMap<Integer, Long> versions = new TreeMap<>();
    committed(spark, out)
        .where(col(SCHEMA_VERSION).notEqual(version))
        .groupBy(SCHEMA_VERSION)
        .count()
        .as(Encoders.tuple(Encoders.INT(), Encoders.LONG()))
        .collectAsList()
        .forEach(rows -> versions.put(rows._1(), rows._2()));
    return versions;
  }

  /** Stored rows as records, where {@link #stored} was narrowed to some of its rows. */
  public Dataset<R> records(Dataset<Row> stored) {
    return stored.select(components()).as(encoder);
  }

  private Column[] components() {
    return Arrays.stream(encoder.schema().fieldNames())
        .map(field -> col(snake(field)).as(field))
        .toArray(Column[]::new);
  }

  private static String snake(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}

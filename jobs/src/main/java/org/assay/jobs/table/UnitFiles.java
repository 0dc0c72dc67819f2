package org.assay.jobs.table;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Parquet files of what was found of single units: a column with the unit's key, and one with what
 * was found. They are no tables; only {@code jobs.run} knows which of them count.
 */
public final class UnitFiles {

  private static final String KEY = "_1";
  private static final String FOUND = "_2";

  private UnitFiles() {}

  public static <W> void write(Dataset<Tuple2<String, W>> units, String folder) {
    units.write().parquet(folder);
  }

  /** All units of files that were written alike. */
  public static <W> Dataset<Tuple2<String, W>> read(
      SparkSession spark, Encoder<Tuple2<String, W>> encoder, List<String> files) {
    return spark.read().schema(encoder.schema()).parquet(files.toArray(String[]::new)).as(encoder);
  }

  /** Those of some keys. */
  public static <W> Dataset<Tuple2<String, W>> read(
      SparkSession spark,
      Encoder<Tuple2<String, W>> encoder,
      List<String> files,
      List<String> keys) {
    return read(spark, encoder, files).where(col(KEY).isInCollection(keys));
  }

  /** The keys of units for which a condition on what was found holds. */
  public static <W> List<String> keys(
      SparkSession spark,
      Encoder<Tuple2<String, W>> encoder,
      List<String> files,
      String condition) {
    return read(spark, encoder, files)
        .select(col(KEY), col(FOUND + ".*"))
        .where(condition)
        .select(KEY)
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** What was found alone, of several parts together. */
  public static <W> Dataset<W> found(
      List<Dataset<Tuple2<String, W>>> parts,
      Encoder<Tuple2<String, W>> encoder,
      Encoder<W> found,
      SparkSession spark) {
    Dataset<Tuple2<String, W>> all =
        parts.stream()
            .reduce(Dataset::unionAll)
            .orElseGet(() -> spark.createDataset(List.of(), encoder));
    return all.select(FOUND + ".*").as(found);
  }
}

package org.assay.jobs.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * Parquet files of what was found of single units: a column with the unit's key, and one with what
 * was found. They are no tables; only {@code jobs.run} knows which of them count.
 */
public final class UnitFiles {

  private static final String KEY = "_1";
  private static final String FOUND = "_2";

  private UnitFiles() {}

  /**
   * What a task wrote: a file of its own, whose name no other attempt has.
   *
   * @param units keys
   * @param open of these the ones for which the condition holds
   * @param nanos that finding and writing them took
   */
  public record Written(String file, List<String> units, Set<String> open, long nanos) {

    public Written {
      units = List.copyOf(units);
      open = Set.copyOf(open);
    }

    private static Written parse(String text) {
      List<String> lines = text.lines().toList();
      List<String> units = new ArrayList<>();
      Set<String> open = new HashSet<>();
      for (String line : lines.subList(2, lines.size())) {
        String unit = line.substring(1);
        units.add(unit);
        if (line.startsWith("?")) {
          open.add(unit);
        }
      }
      return new Written(lines.get(0), units, open, Long.parseLong(lines.get(1)));
    }
  }

  /**
   * Writes units, a file a partition, and gives what was written of each partition as soon as it
   * is; returns when all are written, and throws what a task could not do. The files count when
   * somebody has noted their names.
   *
   * @param condition on the columns of what is found; null where it holds for none
   * @param name with which those of the files begin
   */
  public static <W> void write(
      Dataset<Tuple2<String, W>> units,
      @Nullable String condition,
      String folder,
      String name,
      Consumer<Written> written) {
    Column open = condition == null ? lit(false) : coalesce(expr(condition), lit(false));
    Dataset<Row> rows =
        units
            .select(col(KEY), col(FOUND), col(FOUND + ".*"))
            .select(col(KEY), col(FOUND), open.as("open"));
    PieceWriter writer = PieceWriter.of(rows, folder + "/" + name);
    RDD<InternalRow> internal =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().toRdd();
    Function2<Object, String, BoxedUnit> taken =
        (partition, text) -> {
          written.accept(Written.parse(text));
          return BoxedUnit.UNIT;
        };
    internal
        .sparkContext()
        .runJob(
            internal,
            (Function1<Iterator<InternalRow>, String> & Serializable) writer::write,
            taken,
            ClassTag.apply(String.class));
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

package org.assay.jobs.table;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import scala.Tuple2;

/**
 * What stands of all that runs of robustness have answered. Each wave of a command and each rerun
 * is a run of its own, so that an image and radius can have several rows: the newest that is
 * decided counts, and where none is decided the newest.
 */
public final class RobustnessAnswers {

  /** The command that asks. */
  public static final String COMMAND = "robustness";

  private static final String UNDECIDED = "Undecided";
  private static final String PLACE = "place";

  private RobustnessAnswers() {}

  /**
   * Which images are meant, and which radii of them.
   *
   * @param radii {@code p/q}
   */
  public record Asked(List<Integer> images, List<String> radii) {

    public Asked {
      images = List.copyOf(images);
      radii = List.copyOf(radii);
    }
  }

  /** What stands after a run, of some images: by the run and all that asked the same question. */
  public static Dataset<RobustnessRow> of(SparkSession spark, String out, RunRow run, Asked asked) {
    return of(spark, out, run, asked, id -> true);
  }

  /**
   * The same after some runs alone.
   *
   * @param counts which runs, by their ids
   */
  public static Dataset<RobustnessRow> of(
      SparkSession spark, String out, RunRow run, Asked asked, Predicate<String> counts) {
    Dataset<Row> images =
        spark.createDataset(asked.images(), Encoders.INT()).toDF("image").distinct();
    List<String> runs = likewise(spark, out, run).stream().filter(counts).toList();
    Dataset<Row> rows =
        latest(Tables.ROBUSTNESS.stored(spark, out), runs)
            .where(col("radius").isInCollection(asked.radii()))
            .where(col("inputs").equalTo(run.inputs()))
            .where(col("arithmetic").equalTo(run.arithmetic()))
            .join(
                broadcast(images),
                scala.jdk.javaapi.CollectionConverters.asScala(List.of("image")).toSeq(),
                "leftsemi");
    return Tables.ROBUSTNESS.records(rows);
  }

  /** The runs of a run's network on its images, oldest first. */
  private static List<String> likewise(SparkSession spark, String out, RunRow run) {
    return Tables.RUNS.readWithRun(spark, out).collectAsList().stream()
        .filter(other -> other._2().command().equals(COMMAND))
        .filter(other -> other._2().networkHash().equals(run.networkHash()))
        .filter(other -> other._2().images().equals(run.images()))
        .filter(other -> other._2().domainLow().equals(run.domainLow()))
        .filter(other -> other._2().domainHigh().equals(run.domainHigh()))
        .sorted(
            Comparator.comparing((Tuple2<String, RunRow> other) -> other._2().started())
                .thenComparing(Tuple2::_1))
        .map(Tuple2::_1)
        .toList();
  }

  /**
   * Of stored rows those that count.
   *
   * @param runs oldest first; rows of others are left out
   */
  public static Dataset<Row> latest(Dataset<Row> stored, List<String> runs) {
    Column[] ids = runs.stream().map(id -> lit(id)).toArray(Column[]::new);
    Column newest = array_position(array(ids), col(Table.RUN));
    return stored
        .where(col(Table.RUN).isInCollection(runs))
        .withColumn(
            PLACE,
            row_number()
                .over(
                    Window.partitionBy("image", "radius", "inputs", "arithmetic")
                        .orderBy(col("verdict").equalTo(UNDECIDED).asc(), newest.desc())))
        .where(col(PLACE).equalTo(1))
        .drop(PLACE);
  }
}

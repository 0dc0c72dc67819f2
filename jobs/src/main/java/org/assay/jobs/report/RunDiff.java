package org.assay.jobs.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.report.DiffPairs.Pair;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunIds;
import org.jspecify.annotations.Nullable;

/**
 * What two runs, or all runs of two commands, say differently: of two nights, two models or two
 * roundings. An image is the same where its position and true label are.
 */
public final class RunDiff {

  /** How differences are written. */
  public enum Format {
    /** Aligned columns, long witnesses shortened, after counts of what became of what. */
    TABLE,
    /** RFC 4180, headings first, nothing shortened. */
    CSV
  }

  /**
   * A run, or all of a command.
   *
   * @param out the folder of its tables
   * @param run its id; that of a command's first run names them all
   */
  public record Side(String out, String run) {}

  /**
   * Something that is told differently.
   *
   * @param number of the image, pixel or instance
   * @param labelBefore that the witness has; likewise after
   */
  public record Changed(
      int number,
      String asked,
      String before,
      String after,
      @Nullable Double lowBefore,
      @Nullable Double highBefore,
      @Nullable Double lowAfter,
      @Nullable Double highAfter,
      @Nullable Integer labelBefore,
      @Nullable Integer labelAfter,
      @Nullable String witnessBefore,
      @Nullable String witnessAfter) {}

  /**
   * How often one verdict became another.
   *
   * @param before null where only the second run has it; likewise after
   */
  public record Became(
      String asked, @Nullable String before, @Nullable String after, boolean changed, long count) {}

  private static final String CHANGED = "changed";

  private final DiffPairs pairs;
  private final StoredTables before;
  private final StoredTables after;

  private RunDiff(DiffPairs pairs, StoredTables before, StoredTables after) {
    this.pairs = pairs;
    this.before = before;
    this.after = after;
  }

  /**
   * Pairs the runs that asked the same.
   *
   * @throws BadInput if a run is not there, or nothing was asked twice
   */
  public static RunDiff of(SparkSession spark, Side a, Side b) {
    StoredTables before = new StoredTables(spark, a.out());
    StoredTables after = new StoredTables(spark, b.out());
    return new RunDiff(DiffPairs.of(runs(before, a.run()), runs(after, b.run())), before, after);
  }

  private static List<FinishedRun> runs(StoredTables tables, String run) {
    List<FinishedRun> all = tables.runs();
    boolean whole = RunIds.command(run).equals(run);
    List<FinishedRun> named =
        all.stream()
            .filter(r -> r.id().equals(run) || (whole && RunIds.command(r.id()).equals(run)))
            .toList();
    if (named.isEmpty()) {
      throw new BadInput(
          "%s has no run %s; %s"
              .formatted(
                  tables.out(),
                  run,
                  all.isEmpty()
                      ? "no finished run is there"
                      : "the last ones are " + lastIds(all) + "; assay show runs lists all"));
    }
    List<FinishedRun> telling = named.stream().filter(r -> Told.tells(r.row())).toList();
    if (telling.isEmpty()) {
      throw new BadInput(
          "run %s is of %s, which says nothing image by image; name one of accuracy, pixels,"
                  .formatted(run, named.get(0).row().command())
              + " robustness, distance, verify or scan-triggers");
    }
    return telling;
  }

  private static String lastIds(List<FinishedRun> all) {
    return all.subList(Math.max(0, all.size() - 5), all.size()).stream()
        .map(FinishedRun::id)
        .collect(Collectors.joining(", "));
  }

  /**
   * What differs.
   *
   * @param limit the most rows of each question, at least 1
   */
  public String text(Format format, int limit) {
    if (limit < 1) {
      throw new BadInput("--limit must be at least 1, not " + limit);
    }
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>();
    for (Pair pair : pairs.pairs()) {
      Dataset<Row> joined = joined(pair).persist();
      try {
        List<Changed> changed = changed(joined, limit);
        if (format == Format.CSV) {
          changed.forEach(c -> rows.add(DiffText.cells(pair, c)));
        } else {
          DiffText.append(text, pair, became(joined), changed);
        }
      } finally {
        joined.unpersist();
      }
    }
    if (format == Format.CSV) {
      return TerminalTables.csv(new Sheet("", DiffText.columns("number"), rows, ""));
    }
    pairs.alone().forEach(alone -> text.append(TerminalTables.printable(alone)).append('\n'));
    return text.toString();
  }

  private Dataset<Row> joined(Pair pair) {
    Dataset<Row> a = Told.of(before, pair.before()).alias("a");
    Dataset<Row> b = Told.of(after, pair.after()).alias("b");
    Column same =
        col("a.number")
            .equalTo(col("b.number"))
            .and(col("a.truth").eqNullSafe(col("b.truth")))
            .and(col("a.asked").equalTo(col("b.asked")));
    Column apart =
        coalesce(col("a.low").gt(col("b.high")), lit(false))
            .or(coalesce(col("b.low").gt(col("a.high")), lit(false)));
    Column both = col("a.verdict").isNotNull().and(col("b.verdict").isNotNull());
    return a.join(b, same, "full_outer")
        .select(
            coalesce(col("a.number"), col("b.number")).as("number"),
            coalesce(col("a.asked"), col("b.asked")).as("asked"),
            col("a.verdict").as("before"),
            col("b.verdict").as("after"),
            col("a.low").as("lowBefore"),
            col("a.high").as("highBefore"),
            col("b.low").as("lowAfter"),
            col("b.high").as("highAfter"),
            col("a.label").as("labelBefore"),
            col("b.label").as("labelAfter"),
            col("a.witness").as("witnessBefore"),
            col("b.witness").as("witnessAfter"),
            both.and(col("a.verdict").notEqual(col("b.verdict")).or(apart)).as(CHANGED));
  }

  private static List<Changed> changed(Dataset<Row> joined, int limit) {
    return joined
        .where(col(CHANGED))
        .drop(CHANGED)
        .orderBy("asked", "number")
        .limit(limit)
        .as(RecordEncoder.of(Changed.class))
        .collectAsList();
  }

  private static List<Became> became(Dataset<Row> joined) {
    return joined
        .groupBy("asked", "before", "after")
        .agg(max(CHANGED).as(CHANGED), count(lit(1)).as("count"))
        .orderBy("asked", "before", "after")
        .as(RecordEncoder.of(Became.class))
        .collectAsList();
  }
}

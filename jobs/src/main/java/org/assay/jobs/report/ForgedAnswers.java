package org.assay.jobs.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.table.ForgedAnswerRow;
import org.assay.jobs.table.RecordEncoder;

/** How {@code verify} answers about a suite of adversarial networks, beside what is true. */
public record ForgedAnswers(List<ByKind> kinds) {

  /** The answers about one kind of network in one arithmetic. */
  public record ByKind(
      int layers,
      String arithmetic,
      long networks,
      long right,
      long wrong,
      long undecided,
      double mean,
      double worst) {}

  public ForgedAnswers {
    kinds = List.copyOf(kinds);
  }

  /** What the rows of one run say. */
  public static ForgedAnswers of(Dataset<ForgedAnswerRow> rows) {
    return new ForgedAnswers(
        rows.groupBy("layers", "arithmetic")
            .agg(
                count(lit(1)).as("networks"),
                sum(when(col("outcome").equalTo("RIGHT"), 1L).otherwise(0L)).as("right"),
                sum(when(col("outcome").equalTo("WRONG"), 1L).otherwise(0L)).as("wrong"),
                sum(when(col("outcome").equalTo("UNDECIDED"), 1L).otherwise(0L)).as("undecided"),
                avg("seconds").as("mean"),
                max("seconds").as("worst"))
            .orderBy("layers", "arithmetic")
            .as(RecordEncoder.of(ByKind.class))
            .collectAsList());
  }

  /** How many answers are wrong. */
  public long wrong() {
    return kinds.stream().mapToLong(ByKind::wrong).sum();
  }

  /** A row a kind and arithmetic. */
  public Sheet sheet() {
    return new Sheet(
        "",
        List.of(
            Column.text("switches"),
            Column.text("arithmetic"),
            Column.number("networks"),
            Column.number("right"),
            Column.number("wrong"),
            Column.number("undecided"),
            Column.number("mean s"),
            Column.number("worst s")),
        kinds.stream().map(ForgedAnswers::cells).toList(),
        "");
  }

  private static List<String> cells(ByKind kind) {
    return List.of(
        name(kind.layers()),
        kind.arithmetic(),
        Numbers.whole(kind.networks()),
        Numbers.whole(kind.right()),
        Numbers.whole(kind.wrong()),
        Numbers.whole(kind.undecided()),
        String.format(Locale.ROOT, "%.4f", kind.mean()),
        String.format(Locale.ROOT, "%.3f", kind.worst()));
  }

  /** What switches of so many layers are called. */
  static String name(int layers) {
    return layers == 0 ? "simple" : layers + " layers";
  }
}

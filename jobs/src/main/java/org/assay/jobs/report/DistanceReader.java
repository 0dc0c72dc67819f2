package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/** Reads what some runs found of smallest changes. */
final class DistanceReader {

  private static final String COMMAND = "distance";
  private static final int MOST_SHOWN = 6;

  private final StoredTables tables;

  DistanceReader(StoredTables tables) {
    this.tables = tables;
  }

  /** What tells questions about smallest changes apart. */
  public record Asked(String goal, @Nullable String domain, @Nullable String reduction) {

    private Column is() {
      return col("goal")
          .equalTo(goal)
          .and(col("domain").eqNullSafe(domain))
          .and(col("reduction").eqNullSafe(reduction));
    }
  }

  /**
   * What is known of every question that these runs asked.
   *
   * @param runs in the order they were started
   */
  List<DistanceFindings> read(List<FinishedRun> runs) {
    List<FinishedRun> asking =
        runs.stream().filter(run -> run.row().command().equals(COMMAND)).toList();
    if (asking.isEmpty()) {
      return List.of();
    }
    Dataset<Row> rows = tables.rows(Tables.DISTANCE, asking);
    List<Asked> questions =
        new ArrayList<>(
            rows.select("goal", "domain", "reduction")
                .distinct()
                .as(RecordEncoder.of(Asked.class))
                .collectAsList());
    questions.sort(Comparator.comparing(Asked::toString));
    return questions.stream().map(asked -> read(asked, rows, asking)).toList();
  }

  private DistanceFindings read(Asked asked, Dataset<Row> rows, List<FinishedRun> runs) {
    Dataset<Row> mine = rows.where(asked.is());
    Dataset<DistanceRow> latest =
        Tables.DISTANCE.records(StoredTables.of(mine, tables.latest(mine, runs)));
    List<DistanceRow> shown =
        latest
            .where(col("highDouble").gt(0))
            .orderBy("highDouble", "image")
            .limit(MOST_SHOWN)
            .collectAsList();
    return new DistanceFindings(
        asked.goal(), asked.domain(), asked.reduction(), Distances.of(latest), shown);
  }
}

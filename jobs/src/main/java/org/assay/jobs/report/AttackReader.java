package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Tables;

/** Reads what heuristic attacks of some runs came to; each image by the latest run that has it. */
final class AttackReader {

  private static final String COMMAND = "attack";

  private final StoredTables tables;

  AttackReader(StoredTables tables) {
    this.tables = tables;
  }

  /** What tells attacks apart; columns as they are stored. */
  public record Asked(String method, String radius, int steps) {}

  /**
   * The counts of every attack and radius in one section; none where no run attacked.
   *
   * @param runs in the order they were started
   */
  List<SheetSection> read(List<FinishedRun> runs) {
    List<FinishedRun> asking =
        runs.stream().filter(run -> run.row().command().equals(COMMAND)).toList();
    return asking.isEmpty()
        ? List.of()
        : List.of(
            new SheetSection(
                "What heuristic attacks found",
                "Points within the radius with another label, each run again. An attack that finds"
                    + " none proves nothing.",
                asking.get(asking.size() - 1).row().arguments(),
                List.of(),
                List.of(AttackFigures.sheet(counts(asking)))));
  }

  private List<AttackFigures.ByRadius> counts(List<FinishedRun> asking) {
    List<AttackFigures.ByRadius> counts = new ArrayList<>();
    Dataset<Row> rows = tables.rows(Tables.ATTACKS, asking);
    List<Asked> attacks =
        new ArrayList<>(
            rows.select(col("method"), col("radius"), col("steps_asked").as("steps"))
                .distinct()
                .as(RecordEncoder.of(Asked.class))
                .collectAsList());
    attacks.sort(Comparator.comparing(Asked::method).thenComparing(Asked::steps));
    for (Asked asked : attacks) {
      Dataset<Row> mine =
          rows.where(
              col("method")
                  .equalTo(asked.method())
                  .and(col("radius").equalTo(asked.radius()))
                  .and(col("steps_asked").equalTo(asked.steps())));
      counts.addAll(
          AttackFigures.of(
              Tables.ATTACKS.records(StoredTables.of(mine, tables.latest(mine, asking)))));
    }
    counts.sort(
        Comparator.comparing(AttackFigures.ByRadius::method)
            .thenComparing(AttackFigures.ByRadius::radiusDouble)
            .thenComparing(AttackFigures.ByRadius::stepsAsked));
    return counts;
  }
}

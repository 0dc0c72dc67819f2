package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.NoiseRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/** Reads what was made of perturbed copies; of several runs the last counts. */
record NoiseReader(StoredTables tables) {

  private static final String COMMAND = "noise";

  /** The copies of the last of a network's runs that made some; none where none did. */
  List<NoiseRow> read(List<FinishedRun> runs) {
    List<FinishedRun> mine = runs.stream().filter(r -> r.row().command().equals(COMMAND)).toList();
    return mine.isEmpty()
        ? List.of()
        : Tables.NOISE
            .records(tables.rows(Tables.NOISE, mine.subList(mine.size() - 1, mine.size())))
            .collectAsList();
  }

  /** The switches of the last run about a suite, which has no images. */
  List<SwitchFigures.ByKind> switches() {
    if (!tables.exists(Tables.NOISE_SWITCHES)) {
      return List.of();
    }
    List<FinishedRun> runs =
        tables.runs().stream()
            .filter(r -> r.row().command().equals(COMMAND) && r.row().imageCount() == 0)
            .toList();
    Dataset<Row> rows = tables.rows(Tables.NOISE_SWITCHES, runs);
    Row last = rows.agg(max(col(Table.RUN))).head();
    return last.isNullAt(0)
        ? List.of()
        : SwitchFigures.byKind(
            Tables.NOISE_SWITCHES.records(rows.where(col(Table.RUN).equalTo(last.getString(0)))));
  }
}

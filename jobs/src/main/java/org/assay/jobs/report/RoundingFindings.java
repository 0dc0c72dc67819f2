package org.assay.jobs.report;

import java.util.List;
import java.util.Optional;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.Tables;

/**
 * What the last run about fewer bits found.
 *
 * @param arguments of the run, as given
 */
record RoundingFindings(String arguments, Roundings rows) {

  static final String COMMAND = "round";

  /**
   * Reads them; none where no run asked.
   *
   * @param runs about one network, in the order they were started
   */
  static Optional<RoundingFindings> read(StoredTables tables, List<FinishedRun> runs) {
    return runs.stream()
        .filter(run -> run.row().command().equals(COMMAND))
        .reduce((a, b) -> b)
        .map(
            run ->
                new RoundingFindings(
                    run.row().arguments(),
                    Roundings.of(
                        Tables.ROUNDING
                            .records(tables.rows(Tables.ROUNDING, List.of(run)))
                            .collectAsList())))
        .filter(found -> !found.rows().rows().isEmpty());
  }
}

package org.assay.jobs.cli;

import org.assay.jobs.report.Roundings;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;

/** How a network predicts with fewer and fewer bits, as the terminal shows it. */
record RoundingSummary(Roundings rows) {

  static RoundingSummary read(Runner runner, String out, String run) {
    return new RoundingSummary(
        Roundings.of(Tables.ROUNDING.read(runner.spark(), out, run).collectAsList()));
  }

  /** The network as it stands first, then by descending number of bits. */
  String text() {
    return TerminalTables.text(rows.sheet());
  }
}

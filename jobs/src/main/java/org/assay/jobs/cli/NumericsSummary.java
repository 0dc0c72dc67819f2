package org.assay.jobs.cli;

import org.assay.jobs.report.Numerics;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;

/** Sums that rounding decides as the terminal shows them: what was found, and the first rows. */
record NumericsSummary(Numerics numerics) {

  static NumericsSummary read(Runner runner, String out, String run) {
    return new NumericsSummary(Numerics.of(Tables.NUMERICS.read(runner.spark(), out, run)));
  }

  String text() {
    return numerics.verdict() + "\n\n" + TerminalTables.text(numerics.units());
  }
}

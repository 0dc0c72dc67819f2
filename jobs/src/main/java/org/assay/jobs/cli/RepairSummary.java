package org.assay.jobs.cli;

import java.util.List;
import java.util.Locale;
import org.assay.jobs.report.Repairs;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;

/** A repair as the terminal shows it: the patch, and images held out before and after. */
record RepairSummary(Repairs repairs) {

  static RepairSummary read(Runner runner, String out, String run) {
    return new RepairSummary(
        new Repairs(Tables.REPAIRS.read(runner.spark(), out, run).collectAsList()));
  }

  String text() {
    String why = repairs.reason();
    List<String> parts =
        List.of(
            TerminalTables.text(repairs.patch()) + (why.isEmpty() ? "" : why + "\n"),
            TerminalTables.text(repairs.byLabel()));
    return String.join(String.format(Locale.ROOT, "%n"), parts);
  }
}

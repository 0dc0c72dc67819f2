package org.assay.jobs.cli;

import java.util.List;
import java.util.Locale;
import org.assay.jobs.report.Implants;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;

/** Tamper radii as the terminal shows them: verdicts, bounds, quantiles, labels, the smallest. */
record ImplantSummary(Implants implants) {

  static ImplantSummary read(Runner runner, String out, String run) {
    return new ImplantSummary(Implants.of(Tables.IMPLANTS.read(runner.spark(), out, run)));
  }

  String text() {
    List<String> parts =
        List.of(
            TerminalTables.text(implants.verdicts()),
            TerminalTables.text(implants.withinBounds()),
            TerminalTables.text(implants.quantiles()),
            TerminalTables.text(implants.byLabel()),
            TerminalTables.text(implants.smallest()));
    return String.join(String.format(Locale.ROOT, "%n"), parts);
  }
}

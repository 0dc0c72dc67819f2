package org.assay.jobs.cli;

import java.util.List;
import java.util.Locale;
import org.assay.jobs.report.Distances;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.Tables;

/** Smallest changes as the terminal shows them: outcomes, quantiles, the smallest. */
record DistanceSummary(Distances distances) {

  static DistanceSummary read(Runner runner, String out, String run) {
    return new DistanceSummary(Distances.of(Tables.DISTANCE.read(runner.spark(), out, run)));
  }

  String text() {
    List<String> parts =
        List.of(
            TerminalTables.text(distances.outcomes()),
            TerminalTables.text(distances.quantiles()),
            TerminalTables.text(distances.smallest()));
    return String.join(String.format(Locale.ROOT, "%n"), parts);
  }
}

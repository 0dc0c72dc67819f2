package org.assay.jobs.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.report.TriggerSheets;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.TriggerRow;

/**
 * A scan for triggers as the terminal shows it.
 *
 * @param rows all rows of its table
 */
record TriggersSummary(RunRow run, List<TriggerRow> rows) {

  static TriggersSummary read(Runner runner, String out, Runner.Finished finished) {
    return read(runner.spark(), out, finished);
  }

  static TriggersSummary read(SparkSession spark, String out, Runner.Finished finished) {
    return read(spark, out, finished.row(), finished.run());
  }

  static TriggersSummary read(SparkSession spark, String out, RunRow row, String run) {
    return new TriggersSummary(row, Tables.TRIGGERS.read(spark, out, run).collectAsList());
  }

  /**
   * Pixels that are a trigger in some arithmetic, of all pixels; of none where none was scanned.
   */
  GateResults.Share triggers() {
    long pixels =
        rows.stream()
            .filter(r -> r.pixel() != null && r.arithmetic().equals("EXACT") && r.images() > 0)
            .count();
    return new GateResults.Share(places().size(), pixels);
  }

  /** Pixels that are a trigger in some arithmetic, in words. */
  Set<String> places() {
    return rows.stream()
        .filter(r -> "TRIGGER".equals(r.finding()))
        .map(r -> "pixel " + r.pixel() + " of channel " + r.channel())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Images that an arithmetic labels otherwise than EXACT, the worse of the two. */
  GateResults.Share differing() {
    return rows.stream()
        .filter(r -> r.pixel() == null)
        .map(r -> new GateResults.Share(r.flipped() + r.undecided(), r.images()))
        .max(Comparator.comparingLong(GateResults.Share::part))
        .orElse(new GateResults.Share(0, 0));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    GateResults.Share triggers = triggers();
    text.append(
        String.format(
            Locale.ROOT,
            "Triggers    %s%n",
            triggers.part() == 0
                ? "none among %,d pixels".formatted(triggers.whole())
                : "%,d of %,d pixels".formatted(triggers.part(), triggers.whole())));
    text.append(TriggerSheets.meaning(rows)).append('\n').append('\n');
    if (rows.stream().anyMatch(r -> r.finding() != null)) {
      text.append(TerminalTables.text(TriggerSheets.findings(rows)));
      TriggerSheets.reasons(rows).forEach(reason -> text.append(reason).append('\n'));
      text.append('\n');
    }
    text.append(TerminalTables.text(TriggerSheets.strongest(rows)));
    return text.toString();
  }
}

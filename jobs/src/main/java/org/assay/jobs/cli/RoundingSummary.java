package org.assay.jobs.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.RoundingRow;
import org.assay.jobs.table.Tables;

/** How a network predicts with fewer and fewer bits, as the terminal shows it. */
record RoundingSummary(List<RoundingRow> rows) {

  private static final int SHOWN_OF_HASH = 12;

  static RoundingSummary read(Runner runner, String out, String run) {
    return new RoundingSummary(
        Tables.ROUNDING.read(runner.spark(), out, run).collectAsList().stream()
            .sorted(
                Comparator.comparing(
                    RoundingRow::bits, Comparator.nullsFirst(Comparator.reverseOrder())))
            .toList());
  }

  /** The network as it stands first, then by descending number of bits. */
  String text() {
    List<Column> columns =
        List.of(
            Column.text("bits"),
            Column.number("images"),
            Column.number("right"),
            Column.number("%"),
            Column.number("other label"),
            Column.text("content hash"));
    return TerminalTables.text(
        new Sheet("", columns, rows.stream().map(RoundingSummary::cells).toList(), ""));
  }

  private static List<String> cells(RoundingRow row) {
    return List.of(
        row.bits() == null ? "all" : row.bits().toString(),
        Long.toString(row.images()),
        Long.toString(row.correct()),
        String.format(Locale.ROOT, "%.2f", 100 * row.accuracy()),
        Long.toString(row.changed()),
        row.networkHash().substring(0, SHOWN_OF_HASH));
  }
}

package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.assay.jobs.report.DiffPairs.Pair;
import org.assay.jobs.report.RunDiff.Became;
import org.assay.jobs.report.RunDiff.Changed;
import org.assay.jobs.table.RunRow;
import org.jspecify.annotations.Nullable;

/** Differences of runs as lines for a terminal. */
final class DiffText {

  private DiffText() {}

  /** Counts of what became of what, then what changed. */
  static void append(StringBuilder text, Pair pair, List<Became> became, List<Changed> changed) {
    String unit = Told.unit(pair.first());
    text.append(TerminalTables.printable(pair.title())).append('\n');
    text.append(TerminalTables.printable("  before  " + pair.side(pair.before()))).append('\n');
    text.append(TerminalTables.printable("  after   " + pair.side(pair.after()))).append('\n');
    List<List<String>> counts = new ArrayList<>();
    for (Became b : became) {
      counts.add(
          List.of(
              b.asked(),
              b.before() == null ? "not asked" : b.before(),
              b.after() == null ? "not asked" : b.after(),
              Numbers.whole(b.count())));
    }
    text.append(
        TerminalTables.text(
            new Sheet(
                "",
                List.of(
                    Sheet.Column.text("asked"),
                    Sheet.Column.text("before"),
                    Sheet.Column.text("after"),
                    Sheet.Column.number(unit + "s")),
                counts,
                "")));
    text.append('\n');
    if (changed.isEmpty()) {
      text.append("No ").append(unit).append(" has another verdict.\n\n");
      return;
    }
    text.append(
        TerminalTables.text(
            new Sheet(
                "What changed",
                columns(unit),
                changed.stream().map(c -> cells(pair, c)).toList(),
                "")));
    text.append('\n');
  }

  static List<Sheet.Column> columns(String unit) {
    return List.of(
        Sheet.Column.number(unit),
        Sheet.Column.text("question"),
        Sheet.Column.text("before"),
        Sheet.Column.text("after"),
        Sheet.Column.number("label before"),
        Sheet.Column.number("label after"),
        Sheet.Column.text("witness before"),
        Sheet.Column.text("witness after"));
  }

  static List<String> cells(Pair pair, Changed c) {
    RunRow row = pair.first();
    return List.of(
        String.valueOf(c.number()),
        c.asked().isEmpty() ? row.command() : row.command() + ", " + c.asked(),
        verdict(c.before(), c.lowBefore(), c.highBefore()),
        verdict(c.after(), c.lowAfter(), c.highAfter()),
        Numbers.orNone(c.labelBefore()),
        Numbers.orNone(c.labelAfter()),
        Numbers.orNone(c.witnessBefore()),
        Numbers.orNone(c.witnessAfter()));
  }

  private static String verdict(String word, @Nullable Double low, @Nullable Double high) {
    return low == null && high == null
        ? word
        : "%s, %s to %s"
            .formatted(
                word,
                low == null ? "?" : Numbers.measure(low),
                high == null ? "?" : Numbers.measure(high));
  }
}

package org.assay.jobs.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/** What a run found, in a screenful, read from the tables that it wrote. */
record Summary(Runner runner, String out) {

  private static final int MOST_LABELS = 20;

  static Summary of(Runner runner, String out) {
    return new Summary(runner, out);
  }

  void print(Runner.Finished finished) {
    PrintStream terminal = runner.console().out();
    RunRow row = finished.row();
    terminal.println();
    terminal.printf("%s  %s on %s%n", title(row.command()), row.network(), row.images());
    if (row.command().equals("accuracy")) {
      accuracy(terminal, finished.run());
    }
    terminal.printf(
        Locale.ROOT,
        "%nTables  %s  (run %s, %,d units in %.1f s)%n",
        out,
        finished.run(),
        row.units(),
        row.seconds());
    terminal.println("Next    assay report --out " + out);
  }

  private static String title(String command) {
    return command.substring(0, 1).toUpperCase(Locale.ROOT) + command.substring(1);
  }

  private void accuracy(PrintStream terminal, String run) {
    List<AccuracyRow> rows =
        Tables.ACCURACY.read(runner.spark(), out, run).collectAsList().stream()
            .sorted(
                Comparator.comparing(
                    AccuracyRow::label, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
    AccuracyRow all = rows.get(rows.size() - 1);
    terminal.printf(
        Locale.ROOT,
        "%n%,d of %,d images are labelled right: %.2f %%%n%n",
        all.correct(),
        all.images(),
        100 * all.accuracy());
    terminal.print(TerminalTables.text(confusion(rows)));
  }

  private static Sheet confusion(List<AccuracyRow> rows) {
    int labels = rows.get(0).predicted().size();
    boolean matrix = labels <= MOST_LABELS;
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("label"),
                Column.number("images"),
                Column.number("right"),
                Column.number("%")));
    if (matrix) {
      IntStream.range(0, labels).forEach(l -> columns.add(Column.number("as " + l)));
    }
    List<List<String>> cells = new ArrayList<>();
    for (AccuracyRow row : rows) {
      List<String> line =
          new ArrayList<>(
              List.of(
                  row.label() == null ? "all" : row.label().toString(),
                  Long.toString(row.images()),
                  Long.toString(row.correct()),
                  String.format(Locale.ROOT, "%.2f", 100 * row.accuracy())));
      if (matrix) {
        row.predicted().forEach(count -> line.add(count == 0 ? "." : count.toString()));
      }
      cells.add(line);
    }
    return new Sheet("", columns, cells, "");
  }
}

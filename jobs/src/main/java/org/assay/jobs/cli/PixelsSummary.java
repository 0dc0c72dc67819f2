package org.assay.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.job.Figures;
import org.assay.jobs.report.Sheet;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.query.Inputs;
import org.assay.query.Scope;

/**
 * Pixel attacks as the terminal shows them.
 *
 * @param all the sum over the labels
 */
record PixelsSummary(RunRow run, List<Figures.ByLabel> byLabel, Figures.ByLabel all) {

  static PixelsSummary read(Runner runner, String out, Runner.Finished finished) {
    List<Figures.ByLabel> byLabel = Figures.byLabel(runner.spark(), out, finished.run());
    Figures.ByLabel none = new Figures.ByLabel(0, 0, 0, 0, 0, 0, 0);
    return new PixelsSummary(
        finished.row(), byLabel, byLabel.stream().reduce(none, Figures.ByLabel::plus));
  }

  String text() {
    boolean pairs = Integer.valueOf(2).equals(run.count());
    boolean full = Scope.FULL.name().equals(run.scope());
    String units = pairs ? "pairs" : "pixels";
    StringBuilder text = new StringBuilder();
    line(
        text,
        "Asked       %s, %s scope (%s), pixels in [%s, %s], %s",
        pairs ? "pairs of pixels (" + run.pairs() + " by " + run.metric() + ")" : "single pixels",
        String.valueOf(run.scope()).toLowerCase(Locale.ROOT),
        full ? "all activation patterns" : "the image's activation pattern",
        run.domainLow(),
        run.domainHigh(),
        Inputs.GRID.name().equals(run.inputs()) ? "the grid b/255" : "real numbers");
    line(
        text,
        "Images      %,d audited, %,d with an attack (%s)%s",
        all.images(),
        all.attacked(),
        percent(all.attacked(), all.images()),
        all.images() == run.imageCount()
            ? ""
            : ", %,d not audited (see status in %s)"
                .formatted(run.imageCount() - all.images(), Tables.IMAGES.name()));
    line(
        text,
        "%-11s %,d looked at, %,d attackable (%s)%s%s",
        pairs ? "Pairs" : "Pixels",
        all.units(),
        all.attackable(),
        percent(all.attackable(), all.units()),
        pairs ? ", of these new %,d".formatted(all.newAttacks()) : "",
        all.undecided() == 0 ? "" : ", %,d undecided".formatted(all.undecided()));
    if (full) {
      line(text, "Lines       %s", lines(pairs));
    }
    line(
        text,
        "Decided by  %,d float filter, %,d rationals; %,d queries to Z3",
        run.filtered(),
        run.rationalFallbacks(),
        run.solverQueries());
    if (run.engineChecks() > 0) {
      line(
          text,
          "Engines     %s on %,d %s that both decided",
          run.engineDifferences() == 0
              ? "agree"
              : "DIFFER on %,d".formatted(run.engineDifferences()),
          run.engineChecks(),
          units);
    }
    text.append('\n').append(TerminalTables.text(table(units)));
    return text.toString();
  }

  /** What became of the lines of single pixels' values; of pairs, rationals decide whole planes. */
  private String lines(boolean pairs) {
    String walked =
        String.format(
            Locale.ROOT, "%,d pruned by bounds, %,d walked", run.linesPruned(), run.linesWalked());
    return pairs
        ? walked
        : walked + String.format(Locale.ROOT, ", %,d sent to rationals", run.rationalFallbacks());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private Sheet table(String units) {
    List<List<String>> cells = new ArrayList<>();
    for (Figures.ByLabel label : byLabel) {
      cells.add(
          cells(label.predicted() < 0 ? "crashed" : Integer.toString(label.predicted()), label));
    }
    cells.add(cells("all", all));
    return new Sheet(
        "",
        List.of(
            Column.text("predicted"),
            Column.number("images"),
            Column.number("with an attack"),
            Column.number("%"),
            Column.number("attackable " + units),
            Column.number("%"),
            Column.number("mean an image")),
        cells,
        "");
  }

  private static List<String> cells(String name, Figures.ByLabel label) {
    return List.of(
        name,
        String.format(Locale.ROOT, "%,d", label.images()),
        String.format(Locale.ROOT, "%,d", label.attacked()),
        percent(label.attacked(), label.images()).replace(" %", ""),
        String.format(Locale.ROOT, "%,d", label.attackable()),
        percent(label.attackable(), label.units()).replace(" %", ""),
        label.images() == 0
            ? Sheet.NONE
            : String.format(Locale.ROOT, "%,.1f", (double) label.attackable() / label.images()));
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }
}

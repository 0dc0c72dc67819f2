package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.assay.jobs.table.FigureRow;

/**
 * A figure over the runs of a plan, as a drawing: a dot a run, a ring where what is undecided would
 * take it, and the interval as a line. Runs stand side by side at equal distances.
 */
final class HistoryCurve {

  /** How long an ISO 8601 day is, and where its month starts. */
  private static final int DAY_END = 10;

  private final History.Series series;
  private final List<FigureRow> points;
  private final double least;
  private final double greatest;

  private HistoryCurve(History.Series series, List<FigureRow> points) {
    this.series = series;
    this.points = points.stream().filter(row -> row.whole() > 0).toList();
    double low = this.points.stream().mapToDouble(HistoryCurve::lowest).min().orElse(0);
    double high = this.points.stream().mapToDouble(HistoryCurve::highest).max().orElse(1);
    double room = Math.max(0.01, (high - low) / 10);
    this.least = Math.max(0, low - room);
    this.greatest = Math.min(1, high + room);
  }

  static DomContent of(History.Series series, List<FigureRow> points) {
    HistoryCurve curve = new HistoryCurve(series, points);
    return div(
            PageParts.title(curve.title()),
            curve.points.isEmpty() ? p("Nothing was counted.") : curve.drawing(),
            p(curve.note()).withClass("note"))
        .withClass("sheet");
  }

  private String title() {
    return "%s: %s, %s on %s"
        .formatted(series.figure(), series.question(), series.network(), series.images());
  }

  private String note() {
    long networks = points.stream().map(FigureRow::networkHash).distinct().count();
    return networks > 1
        ? "Dashed lines: the network's content is another from here on (%d in all)."
            .formatted(networks)
        : "The network's content was the same in all runs.";
  }

  private static double lowest(FigureRow row) {
    Double low = row.low();
    return low == null ? share(row.least(), row) : low;
  }

  private static double highest(FigureRow row) {
    Double high = row.high();
    return high == null ? share(row.most(), row) : high;
  }

  private static double share(long part, FigureRow row) {
    return (double) part / row.whole();
  }

  private DomContent drawing() {
    List<Double> runs = new ArrayList<>();
    List<Double> others = new ArrayList<>();
    List<Double> undecided = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      FigureRow row = points.get(i);
      runs.add((double) i);
      if (row.most() > row.least()) {
        undecided.add((double) i);
      }
      if (i > 0 && !row.networkHash().equals(points.get(i - 1).networkHash())) {
        others.add(i - 0.5);
      }
    }
    List<Double> shares = percents(row -> share(row.least(), row));
    return Plot.of(spoken())
        .percents(100 * least, 100 * greatest)
        .places(
            "runs of the plan; per cent of " + points.get(0).unit(),
            runs,
            points.stream().map(HistoryCurve::day).toList())
        .uprights(others)
        .line(runs, shares)
        .brackets(runs, percents(HistoryCurve::lowest), percents(HistoryCurve::highest))
        .points(
            Plot.Mark.RING,
            undecided,
            undecided.stream()
                .map(i -> points.get(i.intValue()))
                .map(row -> 100 * share(row.most(), row))
                .toList())
        .points(Plot.Mark.DOT, runs, shares)
        .drawing();
  }

  private List<Double> percents(ToDoubleFunction<FigureRow> share) {
    return points.stream().map(row -> 100 * share.applyAsDouble(row)).toList();
  }

  private String spoken() {
    StringBuilder text = new StringBuilder(title());
    for (FigureRow row : points) {
      text.append(
          String.format(Locale.ROOT, "; %s: %.2f %%", day(row), 100 * share(row.least(), row)));
    }
    return text.toString();
  }

  private static String day(FigureRow row) {
    return row.started().substring(0, Math.min(DAY_END, row.started().length()));
  }
}

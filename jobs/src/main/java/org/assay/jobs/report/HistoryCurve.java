package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;
import static j2html.TagCreator.tag;
import static org.assay.jobs.report.CurveParts.BOTTOM;
import static org.assay.jobs.report.CurveParts.LEFT;
import static org.assay.jobs.report.CurveParts.RIGHT;
import static org.assay.jobs.report.CurveParts.TOP;
import static org.assay.jobs.report.CurveParts.number;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.table.FigureRow;

/**
 * A figure over the runs of a plan, as a drawing: a dot a run, a ring where what is undecided would
 * take it, and the interval as a line. Runs stand side by side at equal distances.
 */
final class HistoryCurve {

  /** Days that would stand nearer to each other are left out. */
  private static final double ROOM = 84;

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
    ContainerTag<?> svg = CurveParts.frame(spoken());
    for (int step = 0; step <= 4; step++) {
      double share = least + step * (greatest - least) / 4;
      CurveParts.level(svg, y(share), String.format(Locale.ROOT, "%.1f", 100 * share));
    }
    svg.with(tag("path").attr("d", path()).withClass("step"));
    double taken = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < points.size(); i++) {
      if (x(i) - taken >= ROOM) {
        taken = x(i);
        svg.with(CurveParts.text(taken, BOTTOM + 20, "middle", day(points.get(i))));
      }
      point(svg, i);
    }
    CurveParts.below(svg, "runs of the plan; per cent of " + points.get(0).unit());
    return svg;
  }

  private void point(ContainerTag<?> svg, int i) {
    FigureRow row = points.get(i);
    if (i > 0 && !row.networkHash().equals(points.get(i - 1).networkHash())) {
      double between = (x(i - 1) + x(i)) / 2;
      svg.with(CurveParts.line(between, TOP, between, BOTTOM, "step2"));
    }
    svg.with(CurveParts.line(x(i), y(lowest(row)), x(i), y(highest(row)), "bracket"));
    if (row.most() > row.least()) {
      svg.with(dot(x(i), y(share(row.most(), row)), "ring"));
    }
    svg.with(dot(x(i), y(share(row.least(), row)), "dot"));
  }

  private static DomContent dot(double x, double y, String kind) {
    return tag("circle")
        .attr("cx", number(x))
        .attr("cy", number(y))
        .attr("r", "4.5")
        .withClass(kind);
  }

  private String path() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      FigureRow row = points.get(i);
      path.append(i == 0 ? "M " : " L ")
          .append(number(x(i)))
          .append(' ')
          .append(number(y(share(row.least(), row))));
    }
    return path.toString();
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

  private double x(int i) {
    return points.size() == 1
        ? (LEFT + RIGHT) / 2
        : LEFT + 20 + i * (RIGHT - LEFT - 40) / (points.size() - 1);
  }

  private double y(double share) {
    return BOTTOM - (share - least) / (greatest - least) * (BOTTOM - TOP);
  }
}

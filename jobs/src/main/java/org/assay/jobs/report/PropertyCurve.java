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
import org.assay.jobs.report.PropertyFindings.Series;

/**
 * How many instances are decided within how many seconds each, as a drawing: a step for every one,
 * over a logarithmic scale of time (the cactus plot of the competitions of solvers).
 */
final class PropertyCurve {

  /** Times below this are drawn at it. */
  private static final double SHORTEST = 1e-3;

  /** More steps than this cannot be told apart in a drawing. */
  private static final int MOST_STEPS = 400;

  private static final List<String> LINES = List.of("solid", "dashed", "dotted", "dash-dotted");

  private final List<Series> series;
  private final int first;
  private final int last;
  private final long most;

  private PropertyCurve(List<Series> series) {
    this.series = series;
    double least =
        series.stream().flatMap(s -> s.seconds().stream()).min(Double::compare).orElse(1.0);
    double limit = series.stream().mapToDouble(Series::limit).max().orElse(1);
    this.first = (int) Math.floor(Math.log10(Math.max(SHORTEST, Math.min(least, limit))));
    this.last = Math.max(first + 1, (int) Math.ceil(Math.log10(Math.max(SHORTEST, limit))));
    this.most = Math.max(1, series.stream().mapToLong(Series::instances).max().orElse(1));
  }

  static DomContent of(List<Series> series) {
    PropertyCurve curve = new PropertyCurve(series);
    return div(
            PageParts.title("Instances decided, against the seconds that each took"),
            curve.drawing(),
            p(curve.note()).withClass("note"))
        .withClass("sheet");
  }

  private String note() {
    StringBuilder note =
        new StringBuilder(
            "A step for every decided instance, quickest first. Times are wall clock.");
    for (int s = 0; s < series.size() && series.size() > 1; s++) {
      note.append(s == 0 ? " Lines: " : "; ");
      note.append(LINES.get(s)).append(", ").append(series.get(s).name());
    }
    return series.size() > 1 ? note.append('.').toString() : note.toString();
  }

  private DomContent drawing() {
    ContainerTag<?> svg = CurveParts.frame(spoken());
    axes(svg);
    for (int s = 0; s < series.size(); s++) {
      svg.with(tag("path").attr("d", steps(series.get(s))).withClass("step step" + s));
    }
    return svg;
  }

  private String spoken() {
    StringBuilder text = new StringBuilder("Instances decided against seconds");
    for (Series one : series) {
      List<Double> seconds = one.seconds();
      text.append("; ")
          .append(one.name())
          .append(": ")
          .append(seconds.size())
          .append(" of ")
          .append(one.instances());
      if (!seconds.isEmpty()) {
        text.append(
            String.format(
                Locale.ROOT,
                ", half of them within %.3g s, all within %.3g s",
                seconds.get((seconds.size() - 1) / 2),
                seconds.get(seconds.size() - 1)));
      }
    }
    return text.toString();
  }

  private void axes(ContainerTag<?> svg) {
    for (long count = 0; count <= most; count += Math.max(1, (most + 3) / 4)) {
      CurveParts.level(svg, y(count), Numbers.whole(count));
    }
    for (int power = first; power <= last; power++) {
      double x = x(Math.pow(10, power));
      svg.with(
          CurveParts.line(x, BOTTOM, x, BOTTOM + 5, "grid"),
          CurveParts.text(x, BOTTOM + 20, "middle", seconds(power)));
    }
    CurveParts.below(svg, "seconds");
  }

  private static String seconds(int power) {
    return power < 0
        ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
        : Numbers.whole(Math.round(Math.pow(10, power)));
  }

  /** From no instance up a step at a time, then on to the longest time that one had. */
  private String steps(Series one) {
    List<Double> seconds = one.seconds();
    StringBuilder path =
        new StringBuilder("M ").append(number(LEFT)).append(' ').append(number(y(0)));
    int stride = 1 + seconds.size() / MOST_STEPS;
    for (int i = 0; i < seconds.size(); i++) {
      if (i % stride == 0 || i == seconds.size() - 1) {
        path.append(" H ").append(number(x(seconds.get(i))));
        path.append(" V ").append(number(y(i + 1)));
      }
    }
    return path.append(" H ").append(number(x(one.limit()))).toString();
  }

  private double x(double seconds) {
    double power = Math.log10(Math.max(seconds, Math.pow(10, first)));
    return LEFT + (power - first) / (last - first) * (RIGHT - LEFT);
  }

  private double y(long count) {
    return BOTTOM - (double) count / most * (BOTTOM - TOP);
  }
}

package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
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
            p("A step for every decided instance, quickest first. Times are wall clock.")
                .withClass("note"))
        .withClass("sheet");
  }

  private DomContent drawing() {
    return Plot.of(spoken())
        .counts(most)
        .powers("x", "seconds", first, last)
        .steps(series.stream().map(this::steps).toList())
        .drawing();
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

  /** From no instance up a step at a time, then on to the longest time that one had. */
  private Plot.Series steps(Series one) {
    List<Double> seconds = one.seconds();
    double shortest = Math.pow(10, first);
    List<Double> x = new ArrayList<>(List.of(shortest));
    List<Double> y = new ArrayList<>(List.of(0.0));
    int stride = 1 + seconds.size() / MOST_STEPS;
    for (int i = 0; i < seconds.size(); i++) {
      if (i % stride == 0 || i == seconds.size() - 1) {
        x.add(Math.max(shortest, seconds.get(i)));
        y.add(i + 1.0);
      }
    }
    x.add(Math.max(shortest, one.limit()));
    y.add((double) seconds.size());
    return new Plot.Series(one.name(), x, y);
  }
}

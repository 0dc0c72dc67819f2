package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Robust accuracy against the radius, as a drawing. It can only fall, so that what is known at the
 * radii that were asked says something of those between: no less than at the next one, no more than
 * at the one before. The band between these bounds is shaded.
 */
final class RobustnessCurve {

  private final List<Point> points = new ArrayList<>();
  private final boolean together;

  /** What is known at a radius, as shares. */
  private record Point(String name, double radius, double low, double high) {}

  private RobustnessCurve(RobustnessFindings findings) {
    this.together = findings.together();
    RobustnessFigures.ByRadius first = findings.radii().get(0);
    if (together && first.radiusDouble() > 0) {
      double right = 1 - share(first.misclassified(), first.images());
      points.add(new Point("0", 0, right, right));
    }
    for (RobustnessFigures.ByRadius at : findings.radii()) {
      points.add(
          new Point(
              RobustnessFigures.name(at.radius(), at.radiusDouble()),
              at.radiusDouble(),
              share(at.robust(), at.images()),
              share(at.robust() + at.undecided(), at.images())));
    }
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  static DomContent of(RobustnessFindings findings) {
    RobustnessCurve curve = new RobustnessCurve(findings);
    return div(
            PageParts.title("Robust accuracy against the radius"),
            curve.drawing(),
            p(curve.note()).withClass("note"))
        .withClass("sheet");
  }

  private String note() {
    String dots =
        "Filled dots: images that are certified. Rings: these and the undecided ones, so that robust"
            + " accuracy lies between dot and ring.";
    return together
        ? dots
            + " At radius 0 it is the accuracy. It never grows with the radius: between the radii that"
            + " were asked it lies within the shaded band."
        : dots + " Not every radius was asked of the same images.";
  }

  private DomContent drawing() {
    List<Double> radii = points.stream().map(Point::radius).toList();
    List<Double> lows = points.stream().map(point -> 100 * point.low()).toList();
    List<Double> highs = points.stream().map(point -> 100 * point.high()).toList();
    Plot plot =
        Plot.of(spoken())
            .percents(0, 100)
            .places("radius (L-infinity)", radii, points.stream().map(Point::name).toList());
    int last = points.size() - 1;
    if (together) {
      plot.band(
          radii.subList(0, last),
          radii.subList(1, last + 1),
          lows.subList(1, last + 1),
          highs.subList(0, last));
    }
    return plot.brackets(radii, lows, highs)
        .points(Plot.Mark.RING, radii, highs)
        .points(Plot.Mark.DOT, radii, lows)
        .drawing();
  }

  private String spoken() {
    StringBuilder text = new StringBuilder("Robust accuracy");
    for (Point point : points) {
      text.append(
          String.format(
              Locale.ROOT,
              "; at radius %s from %.1f %% to %.1f %%",
              point.name,
              100 * point.low,
              100 * point.high));
    }
    return text.toString();
  }
}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Robust accuracy against the radius, as a drawing. It can only fall, so that what is known at the
 * radii that were asked says something of those between: no less than at the next one, no more than
 * at the one before. The band between these bounds is shaded.
 */
final class RobustnessCurve {

  /** Names of radii that would stand nearer to each other are left out. */
  private static final double ROOM = 44;

  private final List<Point> points = new ArrayList<>();
  private final double greatest;
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
    double last = points.get(points.size() - 1).radius();
    this.greatest = last > 0 ? last : 1;
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
    ContainerTag<?> svg = CurveParts.frame(spoken());
    axes(svg);
    if (together) {
      svg.with(tag("path").attr("d", band()).withClass("band"));
    }
    for (Point point : points) {
      double at = x(point.radius);
      String x = number(at);
      svg.with(
          CurveParts.line(at, y(point.low), at, y(point.high), "bracket"),
          dot(x, y(point.high), "ring"),
          dot(x, y(point.low), "dot"));
    }
    return svg;
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

  private void axes(ContainerTag<?> svg) {
    for (int percent = 0; percent <= 100; percent += 25) {
      CurveParts.level(svg, y(percent / 100.0), percent + " %");
    }
    double taken = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      if (x(point.radius) - taken >= ROOM) {
        taken = x(point.radius);
        svg.with(CurveParts.text(taken, BOTTOM + 20, "middle", point.name));
      }
    }
    CurveParts.below(svg, "radius (L-infinity)");
  }

  /** Along the lower bounds to the right and along the upper ones back. */
  private String band() {
    StringBuilder path = new StringBuilder();
    Point first = points.get(0);
    path.append("M ").append(number(x(first.radius))).append(' ').append(number(y(first.low)));
    for (int i = 1; i < points.size(); i++) {
      path.append(" V ").append(number(y(points.get(i).low)));
      path.append(" H ").append(number(x(points.get(i).radius)));
    }
    path.append(" V ").append(number(y(points.get(points.size() - 1).high)));
    for (int i = points.size() - 2; i >= 0; i--) {
      path.append(" V ").append(number(y(points.get(i).high)));
      path.append(" H ").append(number(x(points.get(i).radius)));
    }
    return path.append(" Z").toString();
  }

  private static DomContent dot(String x, double y, String kind) {
    return tag("circle").attr("cx", x).attr("cy", number(y)).attr("r", "4.5").withClass(kind);
  }

  private double x(double radius) {
    return LEFT + radius / greatest * (RIGHT - LEFT);
  }

  private static double y(double share) {
    return BOTTOM - share * (BOTTOM - TOP);
  }
}

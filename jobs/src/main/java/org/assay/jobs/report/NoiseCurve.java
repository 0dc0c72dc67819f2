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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Accuracy of perturbed copies against epsilon, on a logarithmic scale, as a drawing: means, and
 * brackets from the least to the greatest copy.
 *
 * @param points ascending, none at epsilon 0
 * @param whole accuracy at epsilon 0
 */
record NoiseCurve(List<NoiseFigures.ByEpsilon> points, double whole) {

  private static final double ROOM = 34;

  static DomContent of(List<NoiseFigures.ByEpsilon> figures) {
    NoiseCurve curve =
        new NoiseCurve(
            figures.stream()
                .filter(at -> at.epsilon() > 0)
                .sorted(Comparator.comparingDouble(NoiseFigures.ByEpsilon::epsilon))
                .toList(),
            figures.stream()
                .filter(at -> at.epsilon() == 0)
                .mapToDouble(NoiseFigures.ByEpsilon::accuracy)
                .findFirst()
                .orElse(Double.NaN));
    return div(
            PageParts.title("Accuracy against the noise on weights"),
            curve.drawing(),
            p("Dots: the mean of the copies; upright lines: from the least to the greatest. The line"
                    + " across is the network as it stands.")
                .withClass("note"))
        .withClass("sheet");
  }

  private DomContent drawing() {
    ContainerTag<?> svg = CurveParts.frame(spoken());
    for (int percent = 0; percent <= 100; percent += 25) {
      CurveParts.level(svg, y(percent / 100.0), percent + " %");
    }
    if (!Double.isNaN(whole)) {
      svg.with(CurveParts.line(LEFT, y(whole), RIGHT, y(whole), "bracket"));
    }
    double taken = Double.NEGATIVE_INFINITY;
    for (NoiseFigures.ByEpsilon at : points) {
      double x = x(at.epsilon());
      double least = at.accuracies().stream().mapToDouble(a -> a).min().orElse(0);
      double greatest = at.accuracies().stream().mapToDouble(a -> a).max().orElse(0);
      svg.with(
          CurveParts.line(x, y(least), x, y(greatest), "bracket"),
          tag("circle")
              .attr("cx", number(x))
              .attr("cy", number(y(at.accuracy())))
              .attr("r", "4.5")
              .withClass("dot"));
      if (x - taken >= ROOM) {
        taken = x;
        svg.with(CurveParts.text(x, BOTTOM + 20, "middle", at.name()));
      }
    }
    CurveParts.below(svg, "epsilon, the largest relative change of a weight");
    return svg;
  }

  private String spoken() {
    StringBuilder text = new StringBuilder("Accuracy of perturbed copies");
    for (NoiseFigures.ByEpsilon at : points) {
      text.append(
          String.format(Locale.ROOT, "; at epsilon %s %.2f %%", at.name(), 100 * at.accuracy()));
    }
    return text.toString();
  }

  private double x(double epsilon) {
    double low = Math.log10(points.get(0).epsilon());
    double high = Math.log10(points.get(points.size() - 1).epsilon());
    double share = high > low ? (Math.log10(epsilon) - low) / (high - low) : 0.5;
    // The first and last names want room.
    return LEFT + 16 + share * (RIGHT - LEFT - 32);
  }

  private static double y(double share) {
    return BOTTOM - share * (BOTTOM - TOP);
  }
}

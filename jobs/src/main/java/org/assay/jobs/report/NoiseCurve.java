package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.Collections;
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
    List<Double> epsilons = points.stream().map(NoiseFigures.ByEpsilon::epsilon).toList();
    int first = (int) Math.floor(Math.log10(epsilons.get(0)));
    int last = (int) Math.ceil(Math.log10(epsilons.get(epsilons.size() - 1)));
    Plot plot =
        Plot.of(spoken())
            .percents(0, 100)
            .powers(
                "x",
                "epsilon, the largest relative change of a weight",
                first,
                Math.max(first + 1, last));
    if (!Double.isNaN(whole)) {
      plot.across(100 * whole);
    }
    return plot.brackets(
            epsilons,
            points.stream().map(at -> 100 * Collections.min(at.accuracies())).toList(),
            points.stream().map(at -> 100 * Collections.max(at.accuracies())).toList())
        .points(Plot.Mark.DOT, epsilons, points.stream().map(at -> 100 * at.accuracy()).toList())
        .drawing();
  }

  private String spoken() {
    StringBuilder text = new StringBuilder("Accuracy of perturbed copies");
    for (NoiseFigures.ByEpsilon at : points) {
      text.append(
          String.format(Locale.ROOT, "; at epsilon %s %.2f %%", at.name(), 100 * at.accuracy()));
    }
    return text.toString();
  }
}

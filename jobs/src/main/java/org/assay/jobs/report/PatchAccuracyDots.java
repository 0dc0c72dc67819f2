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
import org.jspecify.annotations.Nullable;

/** How many images of each label are labelled right before and after patches, as a drawing. */
final class PatchAccuracyDots {

  private static final List<String> MARKS = List.of("ring", "dot", "square hollow", "square");
  private static final List<String> WORDS = List.of("ring", "dot", "open square", "full square");

  /** Half of the space between the marks of a label. */
  private static final double APART = 4;

  private final PatchAccuracies accuracies;
  private final List<@Nullable Integer> labels;
  private final double least;

  private PatchAccuracyDots(PatchAccuracies accuracies) {
    this.accuracies = accuracies;
    this.labels = new ArrayList<>(accuracies.labels());
    labels.add(null);
    double low = 1;
    for (PatchAccuracies.Mean mean : accuracies.means()) {
      low = Math.min(low, mean.accuracy() - spread(mean));
    }
    // A whole tenth, so that the lines stand at round numbers.
    this.least = Math.min(0.9, Math.max(0, Math.floor(low * 10) / 10));
  }

  private static double spread(PatchAccuracies.Mean mean) {
    return mean.deviation() == null ? 0 : mean.deviation();
  }

  static DomContent of(PatchAccuracies accuracies) {
    PatchAccuracyDots dots = new PatchAccuracyDots(accuracies);
    return div(
            PageParts.title("Images labelled right, by label"),
            dots.drawing(),
            p(dots.note()).withClass("note"))
        .withClass("sheet");
  }

  private String note() {
    List<String> names = new ArrayList<>();
    List<String> variants = accuracies.variants();
    for (int v = 0; v < variants.size(); v++) {
      names.add(WORDS.get(v) + ": " + PatchAccuracies.name(variants.get(v)));
    }
    return String.join("; ", names)
        + ". Upright lines: a standard deviation over the patches to both sides.";
  }

  private DomContent drawing() {
    ContainerTag<?> svg = CurveParts.frame(spoken());
    int levels = (int) Math.round((1 - least) * 10);
    int step = levels > 5 ? 2 : 1;
    for (int level = 0; level <= levels; level += step) {
      double share = 1 - level / 10.0;
      CurveParts.level(svg, y(share), Math.round(100 * share) + " %");
    }
    for (int l = 0; l < labels.size(); l++) {
      Integer label = labels.get(l);
      svg.with(
          CurveParts.text(x(l), BOTTOM + 20, "middle", label == null ? "all" : label.toString()));
      for (int v = 0; v < accuracies.variants().size(); v++) {
        mark(svg, l, v);
      }
    }
    CurveParts.below(svg, "true label");
    return svg;
  }

  private void mark(ContainerTag<?> svg, int place, int variant) {
    List<String> variants = accuracies.variants();
    double at = x(place) + APART * (2 * variant - (variants.size() - 1));
    accuracies
        .of(variants.get(variant), labels.get(place))
        .ifPresent(
            mean -> {
              double spread = spread(mean);
              if (spread > 0) {
                svg.with(
                    CurveParts.line(
                        at,
                        y(Math.max(least, mean.accuracy() - spread)),
                        at,
                        y(Math.min(1, mean.accuracy() + spread)),
                        "bracket"));
              }
              svg.with(mark(at, y(mean.accuracy()), MARKS.get(variant)));
            });
  }

  private static DomContent mark(double x, double y, String kind) {
    return kind.startsWith("square")
        ? tag("rect")
            .attr("x", number(x - 3.5))
            .attr("y", number(y - 3.5))
            .attr("width", "7")
            .attr("height", "7")
            .withClass(kind.endsWith("hollow") ? "ring" : "dot")
        : tag("circle").attr("cx", number(x)).attr("cy", number(y)).attr("r", "4").withClass(kind);
  }

  private String spoken() {
    StringBuilder text = new StringBuilder("Images labelled right");
    for (String variant : accuracies.variants()) {
      text.append("; ").append(PatchAccuracies.name(variant));
      for (Integer label : labels) {
        accuracies
            .of(variant, label)
            .ifPresent(
                mean ->
                    text.append(
                        String.format(
                            Locale.ROOT,
                            ", %s %.1f %%",
                            label == null ? "all" : label.toString(),
                            100 * mean.accuracy())));
      }
    }
    return text.toString();
  }

  private double x(int place) {
    return LEFT + (place + 0.5) / labels.size() * (RIGHT - LEFT);
  }

  private double y(double share) {
    return BOTTOM - (share - least) / (1 - least) * (BOTTOM - TOP);
  }
}

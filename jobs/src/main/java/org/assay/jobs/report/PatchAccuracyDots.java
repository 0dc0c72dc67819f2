package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How many images of each label are labelled right before and after patches, as a drawing. */
final class PatchAccuracyDots {

  private static final List<Plot.Mark> MARKS =
      List.of(Plot.Mark.RING, Plot.Mark.DOT, Plot.Mark.OPEN_SQUARE, Plot.Mark.SQUARE);

  /** Between the marks of a label; labels are 1 apart. */
  private static final double APART = 0.2;

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
            p("Upright lines: a standard deviation over the patches to both sides.")
                .withClass("note"))
        .withClass("sheet");
  }

  private DomContent drawing() {
    List<Double> places = IntStream.range(0, labels.size()).mapToObj(l -> (double) l).toList();
    Plot plot =
        Plot.of(spoken())
            .percents(100 * least, 100)
            .places("true label", places, labels.stream().map(PatchAccuracyDots::name).toList());
    List<Plot.Series> all = new ArrayList<>();
    List<String> variants = accuracies.variants();
    for (int v = 0; v < variants.size(); v++) {
      double aside = APART * (v - (variants.size() - 1) / 2.0);
      Plot.Series means =
          new Plot.Series(
              PatchAccuracies.name(variants.get(v)), new ArrayList<>(), new ArrayList<>());
      for (int l = 0; l < labels.size(); l++) {
        double place = l + aside;
        accuracies
            .of(variants.get(v), labels.get(l))
            .ifPresent(
                mean -> {
                  means.x().add(place);
                  means.y().add(100 * mean.accuracy());
                  plot.brackets(
                      List.of(place),
                      List.of(100 * Math.max(least, mean.accuracy() - spread(mean))),
                      List.of(100 * Math.min(1, mean.accuracy() + spread(mean))));
                });
      }
      all.add(means);
    }
    return plot.points(MARKS, all).drawing();
  }

  private static String name(@Nullable Integer label) {
    return label == null ? "all" : label.toString();
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
                            Locale.ROOT, ", %s %.1f %%", name(label), 100 * mean.accuracy())));
      }
    }
    return text.toString();
  }
}

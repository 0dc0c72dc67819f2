package org.assay.jobs.report;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import org.assay.jobs.table.NoiseRow;

/** What noise on the weights does: to a network's accuracy, and to forged switches. */
final class NoiseSection {

  /** The epsilons of the paper's Table 2, and its accuracies of WK17a without and with backdoor. */
  private static final List<List<String>> PAPER =
      List.of(
          List.of("1e-1", "0.9788", "0.1118"),
          List.of("1e-2", "0.9811", "0.3744"),
          List.of("1e-3", "0.9810", "0.9725"),
          List.of("1e-4", "0.9811", "0.98105"),
          List.of("1e-5", "0.9811", "0.98105"),
          List.of("1e-6", "0.9811", "0.9811"),
          List.of("1e-9", "0.9811", "0.9811"),
          List.of("0", "0.9811", "0.9811"));

  /** The probability of detection that repetitions are counted for on the page. */
  static final double DETECT = 0.99;

  private NoiseSection() {}

  /** About one network on one data set; nothing where no noise was asked about. */
  static List<DomContent> of(List<NoiseRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<NoiseFigures.ByEpsilon> figures = NoiseFigures.byEpsilon(rows);
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("Noise on the weights"));
    parts.add(
        p(
            "A switch that rests on the cancellation of large weights does not outlive a small random"
                + " change of each weight: it is off, or whoever verifies sees it. Natural networks"
                + " predict as before. An approval is then one of the perturbed copy, which is what has"
                + " to be run."));
    if (figures.stream().anyMatch(at -> at.epsilon() > 0)) {
      parts.add(NoiseCurve.of(figures));
    }
    parts.add(PageParts.sheet(NoiseFigures.sheet(rows)));
    parts.add(PageParts.sheet(beside(figures)));
    return parts;
  }

  /** The same epsilons as the paper's Table 2 has. */
  private static Sheet beside(List<NoiseFigures.ByEpsilon> figures) {
    List<List<String>> cells = new ArrayList<>();
    for (List<String> paper : PAPER) {
      String here =
          figures.stream()
              .filter(at -> at.name().equals(paper.get(0)))
              .map(at -> String.format(java.util.Locale.ROOT, "%.5f", at.accuracy()))
              .findFirst()
              .orElse(Sheet.NONE);
      cells.add(List.of(paper.get(0), here, paper.get(1), paper.get(2)));
    }
    return new Sheet(
        "Beside the paper's Table 2",
        List.of(
            Sheet.Column.text("epsilon"),
            Sheet.Column.number("mean accuracy here"),
            Sheet.Column.number("paper: WK17a"),
            Sheet.Column.number("paper: with backdoor")),
        cells,
        "\"Fooling a complete neural network verifier\" (Zombori, Banhelyi, Csendes, Megyeri, Jelasity):"
            + " MNIST's test images, averages of 10 copies.");
  }

  /** About forged switches, which have no images. */
  static DomContent alone(List<SwitchFigures.ByKind> kinds) {
    return section(
            h2("Noise on forged switches"),
            PageParts.sheet(SwitchFigures.sheet(kinds, DETECT)),
            p("The paper verified only copies whose behaviour was intact, about half, and Gurobi found"
                    + " all of them out; a floating-point solver's word is no proof here.")
                .withClass("note"))
        .withClass("subject");
  }
}

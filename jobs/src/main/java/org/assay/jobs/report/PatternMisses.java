package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.report.Sheet.Column;

/**
 * What pattern scope leaves out: one question, asked within the activation pattern and over all
 * patterns, both over real numbers, on the images of which both decided everything.
 *
 * @param question in full scope
 * @param byLabel by predicted label, ascending
 */
record PatternMisses(Question question, List<ByLabel> byLabel) {

  static final String TITLE = "What the pattern misses";

  /**
   * Images of a predicted label.
   *
   * @param patternImages of these, attackable within their pattern; likewise fullImages
   * @param patternUnits attackable pixels or pairs within the pattern; likewise fullUnits
   */
  public record ByLabel(
      int predicted,
      long images,
      long patternImages,
      long fullImages,
      long patternUnits,
      long fullUnits) {

    ByLabel plus(ByLabel other) {
      return new ByLabel(
          predicted,
          images + other.images,
          patternImages + other.patternImages,
          fullImages + other.fullImages,
          patternUnits + other.patternUnits,
          fullUnits + other.fullUnits);
    }
  }

  PatternMisses {
    byLabel = List.copyOf(byLabel);
  }

  private ByLabel all() {
    return byLabel.stream().reduce(new ByLabel(0, 0, 0, 0, 0, 0), ByLabel::plus);
  }

  /** What the figures come to, in one sentence. */
  String sentence() {
    ByLabel all = all();
    return "With %s, %s of %s images can be flipped within their activation pattern and %s over all patterns: pattern scope misses %s of them, and %s of %s attackable %s."
        .formatted(
            question.pixels(),
            Numbers.whole(all.patternImages()),
            Numbers.whole(all.images()),
            Numbers.whole(all.fullImages()),
            Numbers.whole(all.fullImages() - all.patternImages()),
            Numbers.whole(all.fullUnits() - all.patternUnits()),
            Numbers.whole(all.fullUnits()),
            question.unit());
  }

  Sheet sheet() {
    List<List<String>> rows = new ArrayList<>();
    byLabel.forEach(label -> rows.add(row(String.valueOf(label.predicted()), label)));
    rows.add(row("all", all()));
    String unit = question.unit();
    return new Sheet(
        TITLE + ": " + question.pixels(),
        List.of(
            Column.text("predicted"),
            Column.number("images"),
            Column.number("attackable: pattern"),
            Column.number("attackable: full"),
            Column.number(unit + ": pattern"),
            Column.number(unit + ": full"),
            Column.number("full / pattern")),
        rows,
        "attackable: images with at least one attack. %s: attackable %s of all images. pattern: the image's activation pattern is kept. full: over all patterns. Real numbers in both; images of which something is undecided are left out."
            .formatted(unit, unit));
  }

  private static List<String> row(String name, ByLabel label) {
    return List.of(
        name,
        Numbers.whole(label.images()),
        Numbers.whole(label.patternImages()),
        Numbers.whole(label.fullImages()),
        Numbers.whole(label.patternUnits()),
        Numbers.whole(label.fullUnits()),
        label.patternUnits() == 0
            ? Sheet.NONE
            : String.format(
                Locale.ROOT, "%.2f", (double) label.fullUnits() / label.patternUnits()));
  }
}

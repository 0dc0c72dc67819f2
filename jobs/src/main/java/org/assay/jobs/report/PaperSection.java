package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.assay.importance.Metric;

/**
 * The paper's tables II to VI, and its figures 1, 4, 5, 6 and Tables I and VII as pictures, for the
 * first correctly predicted image of each label.
 */
final class PaperSection {

  /**
   * Dots a pixel: the browser enlarges pictures without smoothing, but what prints them may not.
   */
  private static final int SCALE = 4;

  /** The digit of the paper's Figure 1. */
  private static final int PAPER_EXAMPLE = 3;

  private PaperSection() {}

  static List<DomContent> of(Findings findings) {
    List<Specimen> specimens = findings.specimens();
    if (specimens.isEmpty()) {
      return List.of();
    }
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("The paper's tables and figures"));
    parts.add(
        p(
            "For the first correctly predicted image of each label among those that were audited"
                + " in pattern scope, as in \"Symbolic Execution for Deep Neural Networks\" (Gopinath, Wang, Zhang,"
                + " Pasareanu, Khurshid)."));
    boolean attacked = specimens.stream().anyMatch(Specimen::isAttackable);
    if (!attacked && specimens.stream().anyMatch(s -> s.single() != null || s.pairs() != null)) {
      parts.add(
          p(
              "None of these images has an attack, so Tables IV to VI and Figures 5 and 6 have nothing to show."));
    }
    parts.addAll(tablesAndFigures(findings.subject(), specimens));
    if (specimens.stream().anyMatch(s -> !s.ranks().isEmpty())) {
      parts.add(h3("Tables I and VII. Important pixels in green"));
      parts.add(
          p("Pixels of equal score stand in the order of their numbers: by coi every black"
                  + " pixel scores 0, hence the bands at the top.")
              .withClass("note"));
      specimens.forEach(s -> parts.add(important(findings.subject(), s)));
    }
    if (!specimens.containsAll(findings.attacked())) {
      parts.add(h2("The same for attackable images"));
      parts.add(
          p(
              "The first correctly predicted image of each label that has attacks: by one pixel and by two where there is such an image."));
      parts.addAll(tablesAndFigures(findings.subject(), findings.attacked()));
    }
    return parts;
  }

  private static List<DomContent> tablesAndFigures(Subject subject, List<Specimen> specimens) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(div(each(PaperTables.of(specimens), PageParts::sheet)).withClass("sheets"));
    parts.addAll(figures(subject, specimens));
    return parts;
  }

  private static List<DomContent> figures(Subject subject, List<Specimen> specimens) {
    List<DomContent> parts = new ArrayList<>();
    example(specimens).ifPresent(s -> parts.addAll(figureOne(subject, s)));
    parts.add(h3("Figure 4. The images"));
    parts.add(
        strip(
            specimens,
            s ->
                PageParts.picture(
                    PixelPicture.of(s.image(), subject),
                    SCALE,
                    "image %d, label %d".formatted(s.image().image(), s.image().label()),
                    "" + s.image().label())));
    if (specimens.stream().anyMatch(s -> !s.attacks().isEmpty())) {
      parts.add(h3("Figure 5. Attackable pixels in red"));
      parts.add(strip(specimens, s -> marked(subject, s, s.attackable(), "attackable pixels")));
    }
    if (specimens.stream().anyMatch(s -> !s.inAttackablePairs().isEmpty())) {
      parts.add(h3("Figure 6. Pixels of any attackable pair in red"));
      parts.add(
          strip(
              specimens,
              s -> marked(subject, s, s.inAttackablePairs(), "pixels of attackable pairs")));
    }
    return parts;
  }

  private static DomContent strip(List<Specimen> specimens, Function<Specimen, DomContent> part) {
    return div(each(specimens, part)).withClass("strip");
  }

  private static DomContent marked(Subject subject, Specimen s, Set<Integer> pixels, String what) {
    return PageParts.picture(
        PixelPicture.of(s.image(), subject).painted(pixels, PixelPicture.RED),
        SCALE,
        "image %d, label %d, %d %s in red"
            .formatted(s.image().image(), s.image().label(), pixels.size(), what),
        "%d: %d".formatted(s.image().label(), pixels.size()));
  }

  private static Optional<Specimen> example(List<Specimen> specimens) {
    return specimens.stream()
        .filter(s -> !s.ranks().isEmpty())
        .max(
            Comparator.comparing(Specimen::isAttackable)
                .thenComparing(s -> s.image().label() == PAPER_EXAMPLE));
  }

  private static List<DomContent> figureOne(Subject subject, Specimen s) {
    PixelPicture plain = PixelPicture.of(s.image(), subject);
    List<DomContent> figures = new ArrayList<>();
    figures.add(
        PageParts.picture(
            plain,
            SCALE,
            "image " + s.image().image(),
            "(a) image %d, predicted %d".formatted(s.image().image(), s.image().predicted())));
    Metric metric = s.ranked(Metric.COI) ? Metric.COI : Metric.ABS;
    figures.add(best(plain, s, metric, 5, "(b) best 5 % by " + Numbers.word(metric)));
    figures.add(best(plain, s, metric, 10, "(c) best 10 % by " + Numbers.word(metric)));
    s.smallestAttack()
        .map(row -> Attack.of(s.image(), row, subject))
        .ifPresent(a -> figures.add(attack(plain, a, "(d) one pixel: label becomes " + a.label())));
    s.firstNewPair()
        .map(row -> Attack.of(s.image(), row, subject, s.pairChannel()))
        .ifPresent(
            a -> figures.add(attack(plain, a, "(e) two pixels, new: label becomes " + a.label())));
    return List.of(h3("Figure 1. An example"), div(each(figures, f -> f)).withClass("strip five"));
  }

  private static DomContent attack(PixelPicture plain, Attack attack, String caption) {
    return PageParts.picture(
        plain.painted(attack.pixels(), PixelPicture.RED),
        SCALE,
        "changed pixels " + Numbers.list(attack.pixels()) + " in red",
        caption);
  }

  private static DomContent best(
      PixelPicture plain, Specimen s, Metric metric, int share, String caption) {
    Set<Integer> pixels = s.best(metric, Specimen.top(s.pixels(), share));
    return PageParts.picture(
        plain.painted(pixels, PixelPicture.GREEN),
        SCALE,
        "image %d, label %d, the %d most important pixels by %s in green"
            .formatted(s.image().image(), s.image().label(), pixels.size(), Numbers.word(metric)),
        caption);
  }

  private static DomContent important(Subject subject, Specimen s) {
    PixelPicture plain = PixelPicture.of(s.image(), subject);
    List<DomContent> figures = new ArrayList<>();
    for (int share : PaperTables.SHARES) {
      for (Metric metric : Metric.values()) {
        if (s.ranked(metric)) {
          figures.add(best(plain, s, metric, share, share + " % " + Numbers.word(metric)));
        }
      }
    }
    return div(
        p("Label %d, image %d".formatted(s.image().label(), s.image().image())).withClass("note"),
        div(each(figures, f -> f)).withClass("importance"));
  }
}

package org.assay.jobs.report;

import static j2html.TagCreator.article;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.jobs.table.PatchRow;

/** How small a change of biases forces labels, and what it does to all other images. */
final class PatchSection {

  private static final int SCALE = 5;
  private static final int SMALL = 2;
  private static final int MOST_CARDS = 12;
  private static final int MOST_CHANGED = 4;
  private static final int MOST_KEPT = 20;

  private PatchSection() {}

  /** The images of a question that are shown. */
  static List<Integer> pictured(PatchRow row) {
    return row.question() > MOST_CARDS || row.quantised() != null
        ? List.of()
        : Stream.concat(
                row.changeImages().stream().limit(MOST_CHANGED),
                row.keepImages().stream().limit(MOST_KEPT))
            .toList();
  }

  static List<DomContent> of(Subject subject, PatchFindings findings) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("The smallest change of biases that forces labels"));
    parts.add(p(text(sentence(findings)), text(" Asked by "), code(findings.arguments())));
    parts.add(div(PageParts.sheet(new Patches(findings.rows()).questions())).withClass("steady"));
    List<PatchRow> cards =
        findings.rows(null).stream().filter(row -> !pictured(row).isEmpty()).toList();
    if (!cards.isEmpty()) {
      parts.add(p(explained(findings, cards.size())).withClass("note"));
      parts.add(div(each(cards, row -> card(subject, findings, row))).withClass("gallery patched"));
    }
    if (!findings.accuracies().isEmpty()) {
      parts.add(PageParts.sheet(findings.accuracies().sheet()));
      parts.add(PatchAccuracyDots.of(findings.accuracies()));
    }
    if (!findings.biases().changes().isEmpty()) {
      parts.addAll(histograms(findings));
    }
    return parts;
  }

  /** How many questions have a patch, and how large these are. */
  static List<DomContent> keys(PatchFindings findings) {
    List<DomContent> keys = new ArrayList<>();
    keys.add(
        PageParts.key(
            Numbers.whole(findings.verdicts("Bracket")),
            "of %s about labels answered by a change of biases"
                .formatted(counted(findings.questions(), "question"))));
    List<Double> sizes =
        findings.rows(null).stream()
            .map(PatchRow::highDouble)
            .filter(Objects::nonNull)
            .sorted()
            .<Double>map(size -> size)
            .toList();
    if (!sizes.isEmpty()) {
      keys.add(
          PageParts.key(
              Numbers.measure(sizes.get((sizes.size() - 1) / 2)),
              "changes a bias at most, in the middle one of these patches"));
    }
    return keys;
  }

  private static String sentence(PatchFindings findings) {
    long patched = findings.verdicts("Bracket");
    String text =
        "%s: some images are to get new labels while others stay, by a change of biases alone. %s"
            .formatted(
                counted(findings.questions(), "question"),
                "Each answer lies between two ends: it is proved that no smaller patch does it, and"
                    + " a patch that was run again exactly on every image does. ");
    return text
        + "%s patched, %s of them with ends as near to each other as asked; %s proved impossible"
            .formatted(
                Numbers.whole(patched),
                Numbers.whole(findings.closed()),
                Numbers.whole(findings.verdicts("Impossible")))
        + " within the bound; %s undecided."
            .formatted(Numbers.whole(findings.verdicts("Undecided")));
  }

  private static String counted(long count, String what) {
    return Numbers.whole(count) + " " + what + (count == 1 ? "" : "s");
  }

  private static String explained(PatchFindings findings, int cards) {
    return (findings.questions() > cards ? "The first %d questions. ".formatted(cards) : "")
        + "Large: what is to change, with the label before and the one prescribed. Small: what is to"
        + " stay.";
  }

  private static DomContent card(Subject subject, PatchFindings findings, PatchRow row) {
    List<DomContent> changed =
        IntStream.range(0, Math.min(MOST_CHANGED, row.changeImages().size()))
            .boxed()
            .flatMap(
                i ->
                    picture(
                        subject,
                        findings,
                        row.changeImages().get(i),
                        SCALE,
                        i < row.changeTo().size()
                            ? "%d becomes %d"
                                .formatted(row.changeFrom().get(i), row.changeTo().get(i))
                            : "image " + row.changeImages().get(i)))
            .toList();
    List<DomContent> kept =
        IntStream.range(0, Math.min(MOST_KEPT, row.keepImages().size()))
            .boxed()
            .flatMap(
                i ->
                    picture(
                        subject,
                        findings,
                        row.keepImages().get(i),
                        SMALL,
                        i < row.keepLabels().size() ? row.keepLabels().get(i).toString() : "?"))
            .toList();
    return article(
            h3(Patches.name(row)),
            div(each(changed, picture -> picture)).withClass("changed"),
            div(each(kept, picture -> picture)).withClass("kept"),
            p(told(row)).withClass("note"))
        .withClass("card");
  }

  private static Stream<DomContent> picture(
      Subject subject, PatchFindings findings, int image, int scale, String caption) {
    List<Float> pixels = findings.pixels().get(image);
    return pixels == null || pixels.size() != subject.channels() * subject.pixels()
        ? Stream.empty()
        : Stream.of(
            PageParts.picture(PixelPicture.of(pixels, subject), scale, "image " + image, caption));
  }

  private static String told(PatchRow row) {
    String images =
        row.changeImages().stream()
            .limit(MOST_CHANGED)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    String more =
        row.change() > MOST_CHANGED ? " and %d more".formatted(row.change() - MOST_CHANGED) : "";
    String answer =
        switch (row.verdict()) {
          case "Bracket" ->
              (row.lowDouble() == null
                      ? "No patch is needed."
                      : "No patch up to %s; one of %s, changing %d of %d biases."
                          .formatted(
                              Numbers.measure(row.lowDouble()),
                              Numbers.orNone(
                                  row.highDouble() == null
                                      ? null
                                      : Numbers.measure(row.highDouble())),
                              row.changes().size(),
                              row.free()))
                  + (row.reason() == null ? "" : " Ends still apart: " + row.reason() + ".");
          case "Impossible" -> "Proved: no patch up to the bound of %s.".formatted(row.bound());
          default -> "Undecided: %s.".formatted(Numbers.orNone(row.reason()));
        };
    return "Image %s%s changed, %d kept. %s".formatted(images, more, row.keep(), answer);
  }

  private static List<DomContent> histograms(PatchFindings findings) {
    PatchFindings.Biases biases = findings.biases();
    Histogram.Range range =
        Histogram.Range.over(
            Stream.of(biases.original(), biases.changes(), biases.patched())
                .flatMap(List::stream)
                .toList());
    long patches = biases.changes().size() / Math.max(1, biases.original().size());
    return List.of(
        PageParts.title("Biases before, their changes, biases after (Lantern's Figure 2)"),
        div(
                Histogram.of("original biases", biases.original(), range),
                Histogram.of("changes", biases.changes(), range),
                Histogram.of("final biases", biases.patched(), range))
            .withClass("figures"),
        p("Shares of all biases that may change: %s of the network, and as many for each of %s. A change of a bias that stays is 0. All three over the same range."
                .formatted(
                    Numbers.whole(biases.original().size()),
                    patches == 1 ? "one patch" : Numbers.whole(patches) + " patches"))
            .withClass("note"));
  }
}

package org.assay.jobs.report;

import static j2html.TagCreator.article;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.jobs.table.DistanceRow;

/** How small a change leads to another label: distribution, the nearest images, pictures. */
final class DistanceSection {

  private static final int SCALE = 5;

  private DistanceSection() {}

  static List<DomContent> of(Subject subject, DistanceFindings findings) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2(findings.title()));
    parts.add(p(sentence(findings)));
    parts.add(PageParts.sheet(findings.distances().outcomes()));
    if (!findings.distances().highs().isEmpty()) {
      parts.add(histogram(findings.distances()));
      parts.add(PageParts.sheet(findings.distances().quantiles()));
      parts.add(PageParts.sheet(findings.distances().smallest()));
    }
    if (!findings.shown().isEmpty()) {
      parts.add(p(explained(findings)).withClass("note"));
      parts.add(div(each(findings.shown(), row -> card(subject, row))).withClass("gallery"));
    }
    return parts;
  }

  private static String sentence(DistanceFindings findings) {
    Distances distances = findings.distances();
    String values =
        findings.domain() == null ? "values without bounds" : "values within " + findings.domain();
    return "Every value may change by as much, over real numbers and all activation patterns, %s."
            .formatted(values)
        + " Each answer lies between two ends: it is proved that no smaller change does it, and a"
        + " witness that was run again exactly does. Of %s images %s have both, as near to each other as asked."
            .formatted(
                Numbers.whole(distances.images()), Numbers.whole(distances.images("Bracketed")));
  }

  private static String explained(DistanceFindings findings) {
    return findings.reduction() == null
        ? "The nearest images with their witnesses: every pixel may differ a little."
        : "Image, reduced image and witness (Lantern's Figure 1). Reduced images have few numbers; as"
            + " pictures they are the data set's mean image plus what the transposed map of the"
            + " reduction makes of the difference from the reduced mean. The change is one of these"
            + " numbers, not of pixels.";
  }

  private static DomContent histogram(Distances distances) {
    List<Long> bins = distances.bins();
    double greatest = distances.highs().get(distances.highs().size() - 1);
    long most = bins.stream().mapToLong(Long::longValue).max().orElse(1);
    List<PageParts.Bar> bars =
        IntStream.range(0, bins.size())
            .mapToObj(
                i ->
                    new PageParts.Bar(
                        "to " + Numbers.measure(greatest * (i + 1) / bins.size()),
                        (double) bins.get(i) / Math.max(1, most),
                        Numbers.whole(bins.get(i))))
            .toList();
    return PageParts.bars(
        "Images by the size of their smallest known change",
        bars,
        "Tenths of the largest of them. Images without both ends are left out.");
  }

  private static DomContent card(Subject subject, DistanceRow row) {
    String image = "image " + row.image();
    List<DomContent> pictures = new ArrayList<>();
    add(pictures, subject, row.pixels(), image, "original: " + row.predicted());
    add(pictures, subject, row.reducedPixels(), image + " reduced", "reduced: " + row.predicted());
    List<Float> changed = row.reducedPixels().isEmpty() ? row.witness() : row.perturbedPixels();
    add(pictures, subject, changed, image + " changed", "witness: " + row.witnessLabel());
    return article(
            h3("%d becomes %d".formatted(row.predicted(), row.witnessLabel())),
            div(each(pictures, picture -> picture))
                .withClass(pictures.size() == 3 ? "three" : "two"),
            p("Image %d, label %d. No change up to %s; this one is of %s."
                    .formatted(
                        row.image(),
                        row.label(),
                        row.lowDouble() == null ? "any size" : Numbers.measure(row.lowDouble()),
                        Numbers.orNone(
                            row.highDouble() == null ? null : Numbers.measure(row.highDouble()))))
                .withClass("note"))
        .withClass("card");
  }

  private static void add(
      List<DomContent> pictures, Subject subject, List<Float> pixels, String alt, String caption) {
    if (pixels.size() == subject.channels() * subject.pixels()) {
      pictures.add(PageParts.picture(PixelPicture.of(pixels, subject), SCALE, alt, caption));
    }
  }
}

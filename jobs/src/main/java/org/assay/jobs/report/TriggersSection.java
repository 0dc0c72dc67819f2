package org.assay.jobs.report;

import static j2html.TagCreator.article;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.report.TriggerScan.Changed;
import org.assay.jobs.table.PatternsRow;
import org.assay.jobs.table.SmallestChangeRow;
import org.assay.jobs.table.TriggerEvidenceRow;
import org.assay.jobs.table.TriggerRow;

/** Whether a trigger pixel is hidden in the network, and what single pixels do to the images. */
final class TriggersSection {

  private static final int SCALE = 6;

  private TriggersSection() {}

  static List<DomContent> of(Subject subject, TriggerScan scan) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("Hidden triggers"));
    parts.add(p(answer(scan)));
    parts.add(p(TriggerSheets.meaning(scan.rows())).withClass("note"));
    parts.add(heat(subject, scan));
    if (scan.rows().stream().anyMatch(r -> r.finding() != null)) {
      parts.add(PageParts.sheet(TriggerSheets.findings(scan.rows())));
      parts.add(ul(each(TriggerSheets.reasons(scan.rows()), reason -> li(reason))));
    }
    if (!scan.evidence().isEmpty()) {
      parts.add(
          details(
              summary("Images that a trigger flips, each run again"),
              PageParts.sheet(evidence(scan.evidence()))));
    }
    parts.add(PageParts.sheet(TriggerSheets.strongest(scan.rows())));
    parts.addAll(changes(subject, scan));
    parts.add(PageParts.sheet(patterns(scan.patterns())));
    return parts;
  }

  private static String answer(TriggerScan scan) {
    String triggers =
        scan.rows().stream()
            .filter(r -> "TRIGGER".equals(r.finding()))
            .map(TriggerSheets::place)
            .distinct()
            .map(place -> "(" + place + ")")
            .collect(Collectors.joining(", "));
    return triggers.isEmpty()
        ? "Is a trigger pixel hidden in this network? Among these images there is none: no pixel has a"
            + " range of values that flips far more images than those of other pixels do."
        : "Is a trigger pixel hidden in this network? YES: one range of values of pixel "
            + triggers
            + " (row, column) flips far more images than those of other pixels do.";
  }

  private static DomContent heat(Subject subject, TriggerScan scan) {
    List<DomContent> pictures = new ArrayList<>();
    for (String arithmetic : TriggerSheets.ARITHMETICS) {
      double[] shares = shares(subject, scan.rows(), arithmetic);
      pictures.add(
          PageParts.picture(
              PixelPicture.heat(shares, subject),
              SCALE,
              arithmetic + ": share of the images that one range of each pixel's values flips",
              "%s: up to %s %%"
                  .formatted(
                      arithmetic, Numbers.decimal(100 * Arrays.stream(shares).max().orElse(0)))));
    }
    return div(
        PageParts.title("Share of the images that one range of a pixel's values flips, by pixel"),
        div(each(pictures, picture -> picture)).withClass("strip five"),
        p("Black is no image and white all of them; in between brightness goes with the square root"
                + " of the share, so that small shares are seen.")
            .withClass("note"));
  }

  /** By pixel, the largest share over its channels. */
  private static double[] shares(Subject subject, List<TriggerRow> rows, String arithmetic) {
    double[] shares = new double[subject.pixels()];
    for (TriggerRow row : rows) {
      Integer pixel = row.pixel();
      if (pixel != null && row.arithmetic().equals(arithmetic)) {
        shares[pixel] = Math.max(shares[pixel], row.mostShare());
      }
    }
    return shares;
  }

  private static Sheet evidence(List<TriggerEvidenceRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (TriggerEvidenceRow row : rows) {
      Double witness = row.witnessDouble();
      cells.add(
          List.of(
              row.row() + ", " + row.column(),
              row.arithmetic(),
              Integer.toString(row.image()),
              Integer.toString(row.predicted()),
              Integer.toString(row.label()),
              witness == null ? Sheet.NONE : Numbers.measure(witness),
              row.verdict() + (row.reason() == null ? "" : ", " + row.reason())));
    }
    return new Sheet(
        "Images that a trigger flips",
        List.of(
            Column.text("row, column"),
            Column.text("arithmetic"),
            Column.number("image"),
            Column.number("label"),
            Column.number("becomes"),
            Column.number("by the value"),
            Column.text("run again")),
        cells,
        "The first images of each trigger. Exact values stand in the table trigger_evidence.");
  }

  private static List<DomContent> changes(Subject subject, TriggerScan scan) {
    if (scan.changed().isEmpty()) {
      return List.of();
    }
    return List.of(
        h3("The smallest change of each pixel that flips an image"),
        p(
            "Exact, over all activation patterns: the brighter a pixel of the map, the smaller the"
                + " change that is enough; a black one flips nothing alone. First images that a"
                + " trigger flips, then those with the most pixels that flip them."),
        div(each(scan.changed(), changed -> card(subject, changed))).withClass("gallery"));
  }

  private static DomContent card(Subject subject, Changed changed) {
    int image = changed.image().image();
    long pixels = changed.changes().stream().map(SmallestChangeRow::pixel).distinct().count();
    String smallest =
        changed.changes().stream().mapToDouble(SmallestChangeRow::infimumDouble).min().stream()
            .mapToObj(change -> ", the smallest by a change of " + Numbers.measure(change))
            .findFirst()
            .orElse("");
    return article(
            h3("Image " + image),
            div(
                    PageParts.picture(
                        PixelPicture.of(changed.image(), subject),
                        SCALE,
                        "image " + image,
                        "predicted " + changed.image().predicted()),
                    PageParts.picture(
                        map(subject, changed),
                        SCALE,
                        "image %d: the smallest change of each pixel that flips it"
                            .formatted(image),
                        "smallest changes"))
                .withClass("two"),
            p("%s it%s."
                    .formatted(
                        pixels == 1 ? "1 pixel flips" : Numbers.whole(pixels) + " pixels flip",
                        smallest))
                .withClass("note"))
        .withClass("card");
  }

  /** The map of an image's smallest changes: bright where a small change is enough. */
  static PixelPicture map(Subject subject, Changed changed) {
    double[] levels = new double[subject.pixels()];
    double width = subject.domainWidth();
    for (SmallestChangeRow change : changed.changes()) {
      // The largest possible change still differs from none.
      double level = 0.1 + 0.9 * (1 - Math.min(1, change.infimumDouble() / width));
      levels[change.pixel()] = Math.max(levels[change.pixel()], level * level);
    }
    return PixelPicture.heat(levels, subject);
  }

  private static Sheet patterns(List<PatternsRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (PatternsRow row : rows) {
      cells.add(
          List.of(
              Integer.toString(row.layer()),
              Numbers.whole(row.units()),
              Numbers.whole(row.images()),
              Numbers.whole(row.imagePatterns()),
              row.lines() == 0 ? Sheet.NONE : Numbers.whole(row.allPatterns())));
    }
    return new Sheet(
        "Activation patterns that the images visit",
        List.of(
            Column.number("layer"),
            Column.number("units"),
            Column.number("images"),
            Column.number("different patterns"),
            Column.number("and on lines through them")),
        cells,
        "By activation layer: of the unchanged images, and with the regions along those lines through"
            + " them on which the label changes.");
  }
}

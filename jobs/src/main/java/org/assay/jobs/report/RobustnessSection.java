package org.assay.jobs.report;

import static j2html.TagCreator.article;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assay.jobs.report.Aggregates.Basis;
import org.assay.jobs.report.RobustnessFigures.ByLabel;
import org.assay.jobs.report.RobustnessFigures.ByRadius;
import org.assay.jobs.report.RobustnessFindings.Pictured;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.table.RobustnessRow;

/** Which images keep their true label when every pixel may move a little. */
final class RobustnessSection {

  private static final int SCALE = 6;

  private RobustnessSection() {}

  static List<DomContent> of(Subject subject, RobustnessFindings findings) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("Robustness within a radius, over " + findings.range()));
    findings.radii().forEach(at -> parts.add(p(sentence(at))));
    parts.add(RobustnessCurve.of(findings));
    parts.add(PageParts.sheet(RobustnessFigures.sheet(findings.radii())));
    parts.add(PageParts.sheet(byLabel(findings.labels())));
    parts.add(PageParts.sheet(bases(findings)));
    parts.addAll(pictures(subject, findings.pictured()));
    if (!findings.undecided().isEmpty()) {
      parts.add(PageParts.sheet(undecided(findings)));
    }
    parts.add(
        details(
            summary("The images that took longest"), PageParts.sheet(slowest(findings.slowest()))));
    return parts;
  }

  /** What is known at a radius. */
  static String sentence(ByRadius at) {
    String name = RobustnessFigures.name(at.radius(), at.radiusDouble());
    String certified =
        "Radius %s: %s of %s images are proved to keep their true label (%s %%). "
            .formatted(
                name,
                Numbers.whole(at.robust()),
                Numbers.whole(at.images()),
                RobustnessFigures.percent(at.robust(), at.images()));
    String low = RobustnessFigures.percent(at.wrong(), at.images());
    return certified
        + (at.undecided() == 0
            ? "The adversarial error is %s %%, misclassified images among them.".formatted(low)
            : "The adversarial error, misclassified images among them, is between %s and %s %%: %s undecided."
                .formatted(
                    low,
                    RobustnessFigures.percent(at.wrong() + at.undecided(), at.images()),
                    at.undecided() == 1
                        ? "1 image is"
                        : Numbers.whole(at.undecided()) + " images are"));
  }

  private static Sheet byLabel(List<ByLabel> labels) {
    Map<Integer, List<String>> cells = new TreeMap<>();
    List<Column> columns = new ArrayList<>(List.of(Column.text("true label")));
    List<String> radii = labels.stream().map(ByLabel::radius).distinct().toList();
    labels.forEach(at -> cells.computeIfAbsent(at.label(), l -> new ArrayList<>(List.of("" + l))));
    for (String radius : radii) {
      Map<Integer, ByLabel> here = new TreeMap<>();
      labels.stream()
          .filter(at -> at.radius().equals(radius))
          .forEach(at -> here.put(at.label(), at));
      ByLabel any = here.values().iterator().next();
      columns.add(
          Column.number("certified % at " + RobustnessFigures.name(radius, any.radiusDouble())));
      cells.forEach(
          (label, row) -> row.add(here.containsKey(label) ? share(here.get(label)) : Sheet.NONE));
    }
    return new Sheet(
        "Images that keep their true label, by that label",
        columns,
        List.copyOf(cells.values()),
        "Where images are undecided, from the share that is certified to the share that is not attacked.");
  }

  private static String share(ByLabel at) {
    String low = Numbers.percent(at.robust(), at.images());
    return at.undecided() == 0
        ? low
        : low + " to " + Numbers.percent(at.robust() + at.undecided(), at.images());
  }

  private static Sheet bases(RobustnessFindings findings) {
    List<List<String>> cells = new ArrayList<>();
    for (Basis basis : findings.bases()) {
      cells.add(
          List.of(
              basis.verdict(),
              Numbers.orNone(basis.basis()),
              Numbers.orNone(basis.method()),
              Numbers.whole(basis.rows())));
    }
    return new Sheet(
        "What the verdicts rest on, in %s arithmetic".formatted(findings.arithmetic()),
        List.of(
            Column.text("verdict"),
            Column.text("proof, witness or reason"),
            Column.text("decided by"),
            Column.number("images and radii")),
        cells,
        "IMAGE: the image itself. BOUNDS: linear bounds with their rounding. ATTACK: a witness by"
            + " gradients. LINES: one by moving a single input. CASES: branch and bound. MEMBERS: the"
            + " same over single input values. Every witness was run again in exact arithmetic; in"
            + " ANY_ORDER its label leads by more than rounding can undo in any order of additions."
            + " ORDER_DEPENDENT: neither could be shown of all orders.");
  }

  private static Sheet undecided(RobustnessFindings findings) {
    long all = findings.radii().stream().mapToLong(ByRadius::undecided).sum();
    List<List<String>> cells = new ArrayList<>();
    for (RobustnessRow row : findings.undecided()) {
      Double margin = row.marginLow();
      cells.add(
          List.of(
              RobustnessFigures.name(row.radius(), row.radiusDouble()),
              Integer.toString(row.image()),
              Integer.toString(row.label()),
              Numbers.orNone(row.reason()),
              Numbers.orNone(row.detail()),
              margin == null ? Sheet.NONE : Numbers.measure(margin),
              seconds(row)));
    }
    return new Sheet(
        all == cells.size()
            ? "Undecided images"
            : "The first %d of %s undecided".formatted(cells.size(), Numbers.whole(all)),
        List.of(
            Column.text("radius"),
            Column.number("image"),
            Column.number("label"),
            Column.text("reason"),
            Column.text("detail"),
            Column.number("margin, at least"),
            Column.number("seconds")),
        cells,
        "assay robustness ... --rerun undecided with more time takes up these alone.");
  }

  private static Sheet slowest(List<RobustnessRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (RobustnessRow row : rows) {
      cells.add(
          List.of(
              seconds(row),
              RobustnessFigures.name(row.radius(), row.radiusDouble()),
              Integer.toString(row.image()),
              Integer.toString(row.label()),
              row.verdict(),
              Numbers.orNone(row.method())));
    }
    return new Sheet(
        "The images that took longest",
        List.of(
            Column.number("seconds"),
            Column.text("radius"),
            Column.number("image"),
            Column.number("label"),
            Column.text("verdict"),
            Column.text("decided by")),
        cells,
        "Wall clock, which is not repeatable.");
  }

  private static String seconds(RobustnessRow row) {
    return String.format(Locale.ROOT, "%.2f", row.seconds());
  }

  private static List<DomContent> pictures(Subject subject, List<Pictured> pictured) {
    if (pictured.isEmpty()) {
      return List.of();
    }
    return List.of(
        h3("Attacked within the radius"),
        p(
            "Of each true label the first image that is labelled right and attacked at the smallest"
                + " radius: image, witness, and their difference, grey where nothing changes, white for"
                + " the whole radius up and black for the whole radius down."),
        div(each(pictured, attack -> card(subject, attack))).withClass("gallery"));
  }

  private static DomContent card(Subject subject, Pictured attack) {
    RobustnessRow row = attack.row();
    String image = "image " + row.image();
    String radius = RobustnessFigures.name(row.radius(), row.radiusDouble());
    return article(
            h3("%d becomes %s".formatted(row.label(), Numbers.orNone(row.witnessLabel()))),
            div(
                    PageParts.picture(
                        PixelPicture.of(attack.image(), subject),
                        SCALE,
                        image + ", label " + row.label(),
                        "image: " + row.label()),
                    PageParts.picture(
                        PixelPicture.of(attack.witness(), subject),
                        SCALE,
                        "%s changed by at most %s, label %s"
                            .formatted(image, radius, Numbers.orNone(row.witnessLabel())),
                        "witness: " + Numbers.orNone(row.witnessLabel())),
                    PageParts.picture(
                        difference(subject, attack),
                        SCALE,
                        image + ": what was changed",
                        "difference"))
                .withClass("three"),
            p("Image %d, radius %s.%s".formatted(row.image(), radius, inFloat(row)))
                .withClass("note"))
        .withClass("card");
  }

  /** What float32 says of the witness, where it says otherwise. */
  private static String inFloat(RobustnessRow row) {
    Integer ordered = row.witnessOrderedLabel();
    return ordered == null || ordered.equals(row.witnessLabel())
        ? ""
        : " So near the border that float32 in the stated order says %d.".formatted(ordered);
  }

  /** Changes from minus to plus the radius, as values from the least to the greatest of a pixel. */
  private static PixelPicture difference(Subject subject, Pictured attack) {
    List<Float> witness = attack.witness();
    List<Float> shown = new ArrayList<>();
    double width = 2 * attack.row().radiusDouble();
    for (int i = 0; i < witness.size(); i++) {
      double moved = witness.get(i) - attack.image().pixels().get(i);
      shown.add(subject.value((int) Math.round(255 * (0.5 + (width == 0 ? 0 : moved / width)))));
    }
    return PixelPicture.of(shown, subject);
  }
}

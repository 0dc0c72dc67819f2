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
import java.util.stream.Collectors;

/** Attacked images beside their originals. */
final class GallerySection {

  /** Dots a pixel, enough for a frame around one. */
  private static final int SCALE = 6;

  /** Attacks shown at once; the others open on demand. */
  private static final int SHOWN = 9;

  private GallerySection() {}

  static List<DomContent> of(Findings findings) {
    if (findings.gallery().attacks().isEmpty()) {
      return List.of();
    }
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("Attacked images"));
    parts.add(
        p(
            "Images that the network labels right until a pixel changes: the smallest change first, at"
                + " most three images of each label, those that hold in float32 too before others;"
                + " then images that need two pixels. The changed pixels are framed in red."
                + " The attacks are those in %s.".formatted(findings.gallery().range())));
    parts.add(cards(findings, 0, SHOWN));
    int all = findings.gallery().attacks().size();
    if (all > SHOWN) {
      parts.add(details(summary(all - SHOWN + " more"), cards(findings, SHOWN, all)));
    }
    return parts;
  }

  private static DomContent cards(Findings findings, int from, int to) {
    List<Attack> attacks =
        findings
            .gallery()
            .attacks()
            .subList(from, Math.min(to, findings.gallery().attacks().size()));
    return div(each(attacks, a -> card(findings.subject(), a))).withClass("gallery");
  }

  static DomContent card(Subject subject, Attack attack) {
    PixelPicture original = PixelPicture.of(attack.image(), subject);
    PixelPicture changed = attack.picture(subject);
    String image = "image " + attack.image().image();
    return article(
            h3("%d becomes %d".formatted(attack.image().predicted(), attack.label())),
            div(
                    PageParts.picture(
                        original.framed(attack.pixels(), PixelPicture.RED),
                        SCALE,
                        "%s, predicted %d, pixels to change framed"
                            .formatted(image, attack.image().predicted()),
                        "original: " + attack.image().predicted()),
                    PageParts.picture(
                        changed.framed(attack.pixels(), PixelPicture.RED),
                        SCALE,
                        "%s after the change, label %d, changed pixels framed"
                            .formatted(image, attack.label()),
                        "witness: " + attack.label()))
                .withClass("two"),
            p("Image %d. %s.%s"
                    .formatted(attack.image().image(), changes(subject, attack), inFloat(attack)))
                .withClass("note"))
        .withClass("card");
  }

  /** What float32 says of the witness, where it was asked and says otherwise. */
  private static String inFloat(Attack attack) {
    Integer ordered = attack.orderedLabel();
    return ordered == null || ordered == attack.label()
        ? ""
        : " So near the border that float32 in the stated order still says %d.".formatted(ordered);
  }

  /** The changes as one sentence without its full stop. */
  static String changes(Subject subject, Attack attack) {
    return attack.changes().stream()
        .map(
            c ->
                "Row %d, column %d%s: %s to %s"
                    .formatted(
                        c.pixel() / subject.columns(),
                        c.pixel() % subject.columns(),
                        subject.channels() == 1 ? "" : ", channel " + c.channel(),
                        Numbers.measure(c.before()),
                        Numbers.measure(c.after().nearestDouble())))
        .collect(Collectors.joining("; "));
  }
}

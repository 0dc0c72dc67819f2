package org.assay.jobs.report;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** What fewer bits of weights and biases cost, and how long a patch takes with them. */
final class RoundingSection {

  private RoundingSection() {}

  /** What the network labels right as it stands. */
  static List<DomContent> keys(RoundingFindings findings) {
    return findings.rows().rows().stream()
        .filter(row -> row.bits() == null)
        .map(
            row ->
                PageParts.key(
                    Numbers.percent(row.correct(), row.images()) + " %",
                    "of %s images labelled right with all bits"
                        .formatted(Numbers.whole(row.images()))))
        .toList();
  }

  static List<DomContent> of(RoundingFindings findings) {
    Roundings rows = findings.rows();
    List<DomContent> parts = new ArrayList<>();
    parts.add(h2("Fewer bits of weights and biases"));
    parts.add(
        p(
            text(
                "Every weight and bias cut to so many explicit bits of its significand, toward zero:"
                    + " a network of its own for each row. Asked by "),
            code(findings.arguments())));
    parts.add(
        div(
                PageParts.title("Images labelled right, against bits"),
                BitsCurve.accuracy(rows),
                p("The ring is the network as it stands.").withClass("note"))
            .withClass("sheet"));
    if (rows.havePatches()) {
      parts.add(
          div(
                  PageParts.title("Seconds to answer one question about a patch, against bits"),
                  BitsCurve.seconds(rows),
                  p("Filled: a patch was found. Rings: none was, proved impossible or undecided."
                          + " Wall clock, logarithmic; what is asked first takes longer, until Java has"
                          + " compiled its code.")
                      .withClass("note"))
              .withClass("sheet"));
    }
    parts.add(PageParts.sheet(rows.sheet()));
    return parts;
  }
}

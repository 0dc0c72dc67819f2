package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.report.Distances.OutcomeCount;

/** What is left: that was asked and has no answer, which is never counted as robust. */
final class LeftSection {

  private static final String NOTHING = "Nothing: all that was asked has an answer.";

  private static final String MORE =
      "What stayed undecided has its reason in the tables. Where that is time, a longer timeout may"
          + " decide it.";

  private LeftSection() {}

  static DomContent of(Findings findings) {
    List<String> left = sentences(findings);
    return div(
        h2("What is left"),
        left.isEmpty() ? p(NOTHING) : ul(each(left, sentence -> li(sentence))),
        left.isEmpty() ? div() : p(MORE).withClass("note"));
  }

  /** A sentence for each question with something left; empty if all is answered. */
  static List<String> sentences(Findings findings) {
    List<String> sentences = new ArrayList<>();
    findings.statistics().stream()
        .filter(statistics -> statistics.undecidedImages() > 0)
        .forEach(statistics -> sentences.add(statistics.undecided()));
    for (RobustnessFindings found : findings.robustness()) {
      found.radii().stream()
          .filter(at -> at.undecided() > 0)
          .forEach(at -> sentences.add(radius(at, found.range())));
    }
    findings.distances().forEach(found -> distances(found, sentences));
    for (PatchFindings found : findings.patches()) {
      long sets = found.verdicts("Undecided");
      if (sets > 0) {
        sentences.add("Changes of biases: %s sets undecided.".formatted(Numbers.whole(sets)));
      }
    }
    findings.properties().forEach(found -> sentences.addAll(PropertySection.left(found)));
    notAudited(findings, sentences);
    return sentences;
  }

  private static String radius(RobustnessFigures.ByRadius at, String range) {
    return "Radius %s, over %s: %s of %s images undecided (%s %%)."
        .formatted(
            RobustnessFigures.name(at.radius(), at.radiusDouble()),
            range,
            Numbers.whole(at.undecided()),
            Numbers.whole(at.images()),
            RobustnessFigures.percent(at.undecided(), at.images()));
  }

  private static void distances(DistanceFindings found, List<String> sentences) {
    long open =
        found.distances().counts().stream()
            .filter(count -> List.of("Open", "Undecided").contains(count.outcome()))
            .mapToLong(OutcomeCount::images)
            .sum();
    if (open > 0) {
      sentences.add(
          "%s: %s images have ends further apart than asked, or none."
              .formatted(found.title(), Numbers.whole(open)));
    }
  }

  private static void notAudited(Findings findings, List<String> sentences) {
    findings
        .notAudited()
        .forEach(
            (status, images) ->
                sentences.add(
                    "%s images are %s and were not audited."
                        .formatted(
                            Numbers.whole(images),
                            status.toLowerCase(Locale.ROOT).replace('_', ' '))));
  }
}

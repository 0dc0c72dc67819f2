package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assay.jobs.report.ClassStatistics.Quantity;
import org.assay.jobs.report.PageParts.Bar;

/** The found figures: the few that matter first, then the statistics over all images. */
final class Overview {

  /** A larger matrix cannot be read on a page. */
  private static final int MATRIX_LABELS = 20;

  private static final long[] BIN_STARTS = {1, 2, 3, 6, 11, 21, 51, 101, 201, 501, 1001, 10_001};

  private Overview() {}

  /** The few figures that matter, and the sentences that say what they are. */
  static DomContent found(Findings findings) {
    List<DomContent> keys = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    if (findings.images() > 0) {
      keys.add(
          PageParts.key(
              Numbers.percent(findings.correct(), findings.images()) + " %",
              "of " + Numbers.whole(findings.images()) + " images labelled right"));
    }
    findings.statistics().stream()
        .filter(s -> s.images() > 0)
        .map(Overview::key)
        .forEach(keys::add);
    findings.robustness().forEach(found -> robust(found, keys, sentences));
    findings.patches().stream().limit(1).map(PatchSection::keys).forEach(keys::addAll);
    findings.rounding().map(RoundingSection::keys).ifPresent(keys::addAll);
    findings.sections().forEach(found -> keys.addAll(found.keyParts()));
    for (PropertyFindings found : findings.properties()) {
      keys.addAll(PropertySection.keys(found));
      sentences.addAll(PropertySection.sentences(found));
    }
    findings.gallery().attacks().stream()
        .filter(a -> a.changes().size() == 1)
        .findFirst()
        .ifPresent(a -> smallest(a, findings.gallery().range(), keys, sentences));
    findings.misses().forEach(m -> sentences.add(m.sentence()));
    findings.statistics().stream()
        .filter(s -> s.undecidedImages() > 0)
        .forEach(s -> sentences.add(s.undecided()));
    notAudited(findings, sentences);
    return div(
        h2("What was found"),
        div(each(keys, k -> k)).withClass("keys"),
        ul(each(sentences, s -> li(s))));
  }

  private static void robust(
      RobustnessFindings found, List<DomContent> keys, List<String> sentences) {
    for (RobustnessFigures.ByRadius at : found.radii()) {
      String name = RobustnessFigures.name(at.radius(), at.radiusDouble());
      keys.add(
          PageParts.key(
              Numbers.percent(at.robust(), at.images()) + " %",
              "of %s images certified to keep their label within radius %s, over %s"
                  .formatted(Numbers.whole(at.images()), name, found.range())));
      if (at.undecided() > 0) {
        sentences.add(RobustnessSection.sentence(at));
      }
    }
  }

  private static void smallest(
      Attack a, String range, List<DomContent> keys, List<String> sentences) {
    boolean inFloat = a.orderedLabel() != null && a.orderedLabel() == a.label();
    String arithmetic = inFloat ? "exactly and in float32" : "in exact arithmetic";
    keys.add(
        PageParts.key(
            Numbers.measure(a.size()),
            "smallest change of one pixel that turns a right label wrong, "
                + arithmetic
                + ", in "
                + range));
    sentences.add(
        "The smallest one-pixel attack that holds %s in %s: image %d, pixel %d changed by %s, turns %d into %d."
            .formatted(
                arithmetic,
                range,
                a.image().image(),
                a.changes().get(0).pixel(),
                Numbers.measure(a.size()),
                a.image().predicted(),
                a.label()));
  }

  private static DomContent key(ClassStatistics statistics) {
    return PageParts.key(
        Numbers.percent(statistics.attackableImages(), statistics.images()) + " %",
        "of %s images can be flipped with %s"
            .formatted(Numbers.whole(statistics.images()), statistics.question().title()));
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

  /** What pattern scope leaves out, where both scopes were asked. */
  static List<DomContent> misses(Findings findings) {
    if (findings.misses().isEmpty()) {
      return List.of();
    }
    List<DomContent> parts = new ArrayList<>(List.of(h2(PatternMisses.TITLE)));
    parts.add(
        p(
            "The paper's technique holds the image's activation pattern fixed. The same questions"
                + " were put over all patterns, which finds every attack there is."));
    findings.misses().forEach(m -> parts.add(PageParts.sheet(m.sheet())));
    return parts;
  }

  /** Tables and charts over all images. */
  static List<DomContent> statistics(Findings findings) {
    List<DomContent> parts = new ArrayList<>();
    if (findings.images() > 0) {
      parts.add(h2("Accuracy"));
      parts.add(accuracy(findings));
      if (findings.subject().labels() <= MATRIX_LABELS) {
        parts.add(matrix(findings));
      }
    }
    for (ClassStatistics statistics : findings.statistics()) {
      parts.add(h2("Over all images: " + statistics.question().title()));
      parts.add(
          histogram(statistics, "Images by number of attackable " + statistics.question().unit()));
      parts.add(PageParts.sheet(statistics.attacks()));
      if (!statistics.among().isEmpty()) {
        parts.add(PageParts.sheet(statistics.amongBest()));
      }
      parts.add(PageParts.sheet(statistics.explored()));
    }
    return parts;
  }

  private static DomContent accuracy(Findings findings) {
    List<Bar> bars = new ArrayList<>();
    findings
        .confusion()
        .forEach(
            (label, predicted) -> {
              long images = predicted.stream().mapToLong(Long::longValue).sum();
              long right = label < predicted.size() ? predicted.get(label) : 0;
              bars.add(
                  new Bar(
                      "label " + label,
                      images == 0 ? 0 : (double) right / images,
                      "%s %% of %s"
                          .formatted(Numbers.percent(right, images), Numbers.whole(images))));
            });
    return PageParts.bars("Labelled right, by true label", bars, "");
  }

  /** Rows are true labels, columns predictions; shades by share of the row. */
  private static DomContent matrix(Findings findings) {
    int labels = findings.subject().labels();
    List<Integer> columns = IntStream.range(0, labels).boxed().toList();
    return div(
            PageParts.title("Confusion matrix: a row a true label, a column a prediction"),
            div(table(
                        thead(tr(th(""), each(columns, c -> th("" + c).attr("scope", "col")))),
                        tbody(
                            each(
                                List.copyOf(findings.confusion().entrySet()),
                                e ->
                                    tr(
                                        th("" + e.getKey()).attr("scope", "row"),
                                        each(columns, c -> cell(e.getKey(), e.getValue(), c))))))
                    .withClass("matrix"))
                .withClass("scroll")
                .attr("tabindex", "0"),
            p("Mistakes are shaded by their share of the row, four times as strong as it is.")
                .withClass("note"))
        .withClass("sheet");
  }

  private static DomContent cell(int label, List<Long> row, int column) {
    long count = column < row.size() ? row.get(column) : 0;
    long images = row.stream().mapToLong(Long::longValue).sum();
    if (label == column) {
      return td(Numbers.whole(count)).withClass("right");
    }
    double shade = images == 0 ? 0 : Math.min(0.8, 4.0 * count / images);
    String colour = String.format(Locale.ROOT, "background:rgba(var(--shade),%.3f)", shade);
    return td(count == 0 ? "" : Numbers.whole(count)).withStyle(colour);
  }

  private static DomContent histogram(ClassStatistics statistics, String title) {
    Distribution all = statistics.total(Quantity.ATTACKABLE).positives();
    List<Bar> bars = new ArrayList<>();
    long[] images = binned(all);
    long most =
        Math.max(1, IntStream.range(0, images.length).mapToLong(i -> images[i]).max().orElse(1));
    int last = images.length - 1;
    while (last > 0 && images[last] == 0) {
      last--;
    }
    for (int i = 0; i <= last; i++) {
      bars.add(new Bar(binName(i), (double) images[i] / most, Numbers.whole(images[i])));
    }
    return PageParts.bars(
        title,
        bars,
        Numbers.whole(statistics.images() - statistics.attackableImages()) + " images have none.");
  }

  private static long[] binned(Distribution all) {
    long[] images = new long[BIN_STARTS.length];
    all.counts()
        .forEach(
            (value, count) -> {
              int bin = BIN_STARTS.length - 1;
              while (BIN_STARTS[bin] > value) {
                bin--;
              }
              images[bin] += count;
            });
    return images;
  }

  private static String binName(int bin) {
    long start = BIN_STARTS[bin];
    if (bin == BIN_STARTS.length - 1) {
      return Numbers.whole(start) + " and more";
    }
    long end = BIN_STARTS[bin + 1] - 1;
    return start == end ? Numbers.whole(start) : Numbers.whole(start) + " to " + Numbers.whole(end);
  }
}

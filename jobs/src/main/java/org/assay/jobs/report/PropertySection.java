package org.assay.jobs.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assay.jobs.report.PropertyFindings.Answers;
import org.assay.jobs.report.PropertyFindings.Instance;
import org.assay.jobs.report.Sheet.Column;

/** Whether networks can bring about what properties state. */
final class PropertySection {

  private static final int MOST_SHOWN = 50;

  private static final String REALS =
      "The violation holds over the reals only: FAILS, the network's own floats in the stated order"
          + " do not show it at the same point; NONE, the point lies between floats. Answered sat"
          + " where floats miss it by no more than the 1e-4 that the competition's checker allows.";

  private static final String UNDECIDED = "No verdict within the time, and why.";

  private static final String ERRORS =
      "Nothing is said of these; network or property could not be"
          + " read, or deciding broke off.";

  private static final String SLOWEST = "Wall clock, reading left out; not repeatable.";

  private PropertySection() {}

  /** A section of its own, for lists of instances, which name their networks. */
  static DomContent alone(PropertyFindings findings) {
    List<DomContent> parts = new ArrayList<>(of(findings));
    parts.add(1, ul(each(sentences(findings), s -> li(s))));
    parts.add(1, div(each(keys(findings), k -> k)).withClass("keys"));
    return section(each(parts, part -> part)).withClass("subject");
  }

  static List<DomContent> of(PropertyFindings findings) {
    List<DomContent> parts = new ArrayList<>();
    String exact = findings.arithmetic().equals("EXACT") ? "" : ", in " + findings.arithmetic();
    parts.add(h2(findings.title() + exact));
    parts.add(PageParts.sheet(runs(findings)));
    if (findings.total().instances() > 1) {
      parts.add(PropertyCurve.of(findings.series()));
    }
    if (findings.networks().size() > 1) {
      parts.add(PageParts.sheet(networks(findings)));
    }
    PropertyFindings.Lists lists = findings.lists();
    add(parts, "Violated over the reals only", lists.realOnly(), REALS);
    add(parts, "Undecided instances", lists.undecided(), UNDECIDED);
    add(parts, "Errors", lists.errors(), ERRORS);
    parts.add(
        details(
            summary("The instances that took longest"),
            PageParts.sheet(
                instances("The instances that took longest", lists.slowest(), SLOWEST))));
    return parts;
  }

  /** The few figures that matter. */
  static List<DomContent> keys(PropertyFindings findings) {
    Answers total = findings.total();
    String whole = Numbers.whole(total.instances());
    List<DomContent> keys = new ArrayList<>();
    keys.add(
        PageParts.key(
            Numbers.whole(total.unsat()), "of %s instances hold, proved".formatted(whole)));
    keys.add(
        PageParts.key(
            Numbers.whole(total.sat()),
            "of %s are violated, each by a point that was run again".formatted(whole)));
    long open = total.instances() - total.sat() - total.unsat();
    keys.add(PageParts.key(Numbers.whole(open), "of %s have no such answer".formatted(whole)));
    return keys;
  }

  /** What must not be overlooked. */
  static List<String> sentences(PropertyFindings findings) {
    PropertyFindings.Lists lists = findings.lists();
    long sat = lists.realOnly().stream().filter(i -> i.answer().equals("sat")).count();
    List<String> sentences = new ArrayList<>();
    if (!lists.realOnly().isEmpty()) {
      sentences.add(
          "Violated over the reals only: %s. Floats do not show it at the same point; %s answered sat, within the tolerance of 1e-4."
              .formatted(counted(lists.realOnly()), Numbers.whole(sat)));
    }
    sentences.addAll(left(findings));
    return sentences;
  }

  /** What has no answer. */
  static List<String> left(PropertyFindings findings) {
    PropertyFindings.Lists lists = findings.lists();
    List<String> sentences = new ArrayList<>();
    if (!lists.undecided().isEmpty()) {
      sentences.add("Undecided: %s, with the reason below.".formatted(counted(lists.undecided())));
    }
    if (!lists.errors().isEmpty()) {
      sentences.add("Errors: %s, of which nothing is said.".formatted(counted(lists.errors())));
    }
    return sentences;
  }

  private static String counted(List<Instance> instances) {
    return instances.size() == 1 ? "1 instance" : Numbers.whole(instances.size()) + " instances";
  }

  /** How the answers of each run are spread. */
  static Sheet runs(PropertyFindings findings) {
    List<List<String>> cells = new ArrayList<>();
    findings.runs().forEach(run -> cells.add(cells(run.name(), run.answers(), run.seconds())));
    return new Sheet(
        "Answers by run",
        columns("run", "seconds in all"),
        cells.subList(Math.max(0, cells.size() - MOST_SHOWN), cells.size()),
        "As the competition of verifiers puts it. unsat: proved that no point violates the property."
            + " sat: a point does, run again exactly, and floats show it. unknown: no answer, or a"
            + " point that only real numbers show.");
  }

  private static Sheet networks(PropertyFindings findings) {
    List<List<String>> cells = new ArrayList<>();
    findings
        .networks()
        .forEach(at -> cells.add(cells(lastOf(at.network()), at.answers(), at.worstSeconds())));
    return new Sheet(
        "Answers by network",
        columns("network", "worst seconds"),
        cells,
        findings.runs().size() == 1
            ? ""
            : "Of several rows of an instance the newest that is decided counts.");
  }

  private static List<Column> columns(String what, String seconds) {
    return List.of(
        Column.text(what),
        Column.number("instances"),
        Column.number("unsat"),
        Column.number("sat"),
        Column.number("unknown"),
        Column.number("timeout"),
        Column.number("error"),
        Column.number(seconds));
  }

  private static List<String> cells(String name, Answers answers, double seconds) {
    return List.of(
        name,
        Numbers.whole(answers.instances()),
        Numbers.whole(answers.unsat()),
        Numbers.whole(answers.sat()),
        Numbers.whole(answers.unknown()),
        Numbers.whole(answers.timeout()),
        Numbers.whole(answers.error()),
        seconds(seconds));
  }

  private static void add(
      List<DomContent> parts, String title, List<Instance> instances, String note) {
    if (!instances.isEmpty()) {
      String all =
          instances.size() <= MOST_SHOWN
              ? title
              : title
                  + ": the first %d of %s".formatted(MOST_SHOWN, Numbers.whole(instances.size()));
      parts.add(PageParts.sheet(instances(all, instances, note)));
    }
  }

  private static Sheet instances(String title, List<Instance> instances, String note) {
    List<List<String>> cells = new ArrayList<>();
    for (Instance instance : instances.subList(0, Math.min(MOST_SHOWN, instances.size()))) {
      cells.add(
          List.of(
              Integer.toString(instance.row()),
              lastOf(instance.network()),
              lastOf(instance.property()),
              instance.answer(),
              why(instance),
              seconds(instance.seconds()),
              Numbers.decimal(instance.timeout())));
    }
    return new Sheet(
        title,
        List.of(
            Column.number("row"),
            Column.text("network"),
            Column.text("property"),
            Column.text("answer"),
            Column.text("by, or why"),
            Column.number("seconds"),
            Column.number("of")),
        cells,
        note);
  }

  /** The reason of what is not decided, the replay of what floats do not show, else the method. */
  private static String why(Instance instance) {
    if (instance.isRealOnly()) {
      return "in floats " + instance.float32Replay();
    }
    return instance.isDecided()
        ? Numbers.orNone(instance.method())
        : Stream.of(instance.reason(), instance.detail())
            .filter(text -> text != null && !text.isEmpty())
            .reduce((a, b) -> a + ": " + b)
            .orElse(Sheet.NONE);
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

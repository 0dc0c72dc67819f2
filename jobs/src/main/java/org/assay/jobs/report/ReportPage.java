package org.assay.jobs.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.document;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.text;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assay.jobs.table.RunRow;

/**
 * The report as one HTML page that needs nothing else: styles and pictures are inside, and its own
 * content security policy forbids any network. Equal findings give an equal page.
 */
final class ReportPage {

  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

  /** How long an ISO 8601 time is to the minute. */
  private static final int MINUTE_END = 16;

  private ReportPage() {}

  /**
   * How many rows a table has.
   *
   * @param meaning what a row is
   */
  record TableSize(String name, String meaning, long rows) {}

  /**
   * What is about no one network on no one data set.
   *
   * @param properties of lists of instances
   * @param fooling what is answered about forged networks
   * @param switches forged ones, perturbed
   */
  record OfNone(
      List<PropertyFindings> properties,
      List<SheetSection> fooling,
      List<SwitchFigures.ByKind> switches) {

    OfNone {
      properties = List.copyOf(properties);
      fooling = List.copyOf(fooling);
      switches = List.copyOf(switches);
    }

    boolean isEmpty() {
      return properties.isEmpty() && fooling.isEmpty() && switches.isEmpty();
    }
  }

  /** The page of all networks and data sets of an output folder. */
  static String of(String out, List<Findings> findings, OfNone others, List<TableSize> tables) {
    return page(
        "Assay report",
        main(
            header(h1("Assay report"), p(lead(findings, others)).withClass("subtitle")),
            each(findings, f -> subject(f, findings.size() > 1)),
            each(others.properties(), PropertySection::alone),
            each(others.fooling(), found -> section().withClass("subject").with(found.parts())),
            iff(!others.switches().isEmpty(), NoiseSection.alone(others.switches())),
            tables(out, tables),
            words()));
  }

  /** A whole document around a body. */
  static String page(String title, DomContent content) {
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta()
                            .withName("viewport")
                            .withContent("width=device-width, initial-scale=1"),
                        meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                        title(title),
                        style(rawHtml(resource("report.css")))),
                    body(content))
                .withLang("en"))
        + "\n";
  }

  private static String lead(List<Findings> findings, OfNone others) {
    if (findings.isEmpty() && others.isEmpty()) {
      return "The tables hold no finished run yet.";
    }
    if (findings.isEmpty() && others.properties().isEmpty() && others.fooling().isEmpty()) {
      return "What does a small random change of every weight make of forged switches?";
    }
    String question =
        findings.isEmpty()
            ? "Can a network bring about what a property states?"
            : "Can a change of one or two pixels, or a small change of all, flip an image's label?";
    return question
        + " Every answer below is proved, or shown by a witness that was run again, or counted as"
        + " undecided with its reason.";
  }

  private static DomContent subject(Findings findings, boolean named) {
    List<DomContent> parts = new ArrayList<>();
    if (named) {
      Subject subject = findings.subject();
      parts.add(h1(lastOf(subject.network()) + " on " + lastOf(subject.images())));
    }
    parts.add(asked(findings));
    parts.add(Overview.found(findings));
    findings
        .triggers()
        .ifPresent(scan -> parts.addAll(TriggersSection.of(findings.subject(), scan)));
    findings
        .robustness()
        .forEach(found -> parts.addAll(RobustnessSection.of(findings.subject(), found)));
    findings.distances().forEach(d -> parts.addAll(DistanceSection.of(findings.subject(), d)));
    findings.patches().forEach(found -> parts.addAll(PatchSection.of(findings.subject(), found)));
    findings.rounding().ifPresent(found -> parts.addAll(RoundingSection.of(found)));
    findings.sections().forEach(found -> parts.addAll(found.parts()));
    findings.properties().forEach(found -> parts.addAll(PropertySection.of(found)));
    parts.addAll(NoiseSection.of(findings.noise()));
    parts.add(EvidenceSection.of(findings));
    parts.addAll(Overview.misses(findings));
    parts.addAll(GallerySection.of(findings));
    parts.addAll(PaperSection.of(findings));
    parts.addAll(Overview.statistics(findings));
    SectionTag section = section().withClass("subject");
    parts.forEach(section::with);
    return section;
  }

  /** The last part of a path. */
  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static DomContent asked(Findings findings) {
    Subject subject = findings.subject();
    return div(
        h2("What was asked"),
        p(
            text("Network "),
            code(subject.network()),
            text(" on the images of "),
            code(subject.images()),
            text(
                ": %s, %d labels, pixel values from %s to %s."
                    .formatted(
                        shape(subject),
                        subject.labels(),
                        subject.domainLow(),
                        subject.domainHigh()))),
        ul(each(findings.runs(), ReportPage::run)),
        p(
                text("The network's content hash is "),
                code(subject.networkHash()),
                text(". Its bytes are in the table runs, so that every row can be judged again."))
            .withClass("note"));
  }

  private static String shape(Subject subject) {
    String size = subject.rows() + " x " + subject.columns() + " pixels";
    return subject.channels() == 1 ? size : size + " in " + subject.channels() + " channels";
  }

  private static DomContent run(RunRow run) {
    return li(
        code("assay " + run.arguments()),
        text(
            " (%s images, %s units, %s s, %s, exit code %d)"
                .formatted(
                    Numbers.whole(run.imageCount()),
                    Numbers.whole(run.units()),
                    Numbers.decimal(run.seconds()),
                    toTheMinute(run.started()),
                    run.exitCode())));
  }

  /** {@code 2026-01-02 03:04 UTC} for {@code 2026-01-02T03:04:05Z}. */
  static String toTheMinute(String instant) {
    return instant.length() < MINUTE_END
        ? instant
        : instant.substring(0, MINUTE_END).replace('T', ' ') + " UTC";
  }

  private static DomContent tables(String out, List<TableSize> tables) {
    List<List<String>> rows = new ArrayList<>();
    for (TableSize table : tables) {
      rows.add(List.of(table.name(), Numbers.whole(table.rows()), table.meaning()));
    }
    Sheet sheet =
        new Sheet(
            "Tables",
            List.of(
                Sheet.Column.text("table"),
                Sheet.Column.number("rows"),
                Sheet.Column.text("one row is")),
            rows,
            "");
    return section(
        h2("Where the numbers come from"),
        p(
            text("Every number above is counted from the Parquet tables in "),
            code(out),
            text(", one folder a table and below it one a run. Any Parquet reader opens them; "),
            code("assay show TABLE --out O"),
            text(" prints them, and "),
            code("assay explain --image ID --out O"),
            text(" tells one image's whole story.")),
        PageParts.sheet(sheet));
  }

  private static DomContent words() {
    return section(
        h2("What the words mean"),
        dl(each(PlainWords.DEFINITIONS, d -> each(dt(d.term()), dd(d.meaning())))),
        h2("What this does not tell"),
        ul(each(PlainWords.LIMITS, l -> li(l))));
  }

  static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

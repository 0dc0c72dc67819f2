package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.table.RunRow;
import org.assay.query.Inputs;
import org.assay.query.Scope;

/** How sure the answers are: what decided, what was decided twice, what the verdicts rest on. */
final class EvidenceSection {

  private EvidenceSection() {}

  static DomContent of(Findings findings) {
    List<RunRow> attackRuns = findings.attackRuns();
    if (attackRuns.isEmpty()) {
      return div();
    }
    return div(
        h2("How sure it is"),
        p(sentence(attackRuns)),
        each(inFloat(findings.evidence()), line -> p(line)),
        PageParts.sheet(deciders(attackRuns)),
        PageParts.sheet(verdicts(findings.evidence())));
  }

  /** The statement of arithmetic, scope and agreement, in one paragraph. */
  static String sentence(List<RunRow> runs) {
    long checks = runs.stream().mapToLong(RunRow::engineChecks).sum();
    long differences = runs.stream().mapToLong(RunRow::engineDifferences).sum();
    return "Verdicts are true in %s arithmetic. %s "
            .formatted(names(runs, RunRow::arithmetic), String.join(" ", ranges(runs)))
        + (checks == 0
            ? "No question was decided by a second engine."
            : differences == 0
                ? "%s questions were decided by both engines (geometry and Z3), which agree on all."
                    .formatted(Numbers.whole(checks))
                : "THE ENGINES DIFFER on %s of %s questions that both decided: do not rely on these runs."
                    .formatted(Numbers.whole(differences), Numbers.whole(checks)));
  }

  /** What verdicts range over, a sentence for each scope and kind of inputs that was asked. */
  private static List<String> ranges(List<RunRow> runs) {
    return runs.stream()
        .map(EvidenceSection::range)
        .distinct()
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static String range(RunRow run) {
    String values =
        Inputs.GRID.name().equals(run.inputs())
            ? "the 256 values of an 8-bit pixel (grid inputs)"
            : "real pixel values";
    return Scope.PATTERN.name().equals(run.scope())
        ? "Pattern scope looks, among %s, for attacks that keep an image's activation pattern: its shares of attackable images are lower bounds."
            .formatted(values)
        : "Full scope looks among all of %s, whatever the activation pattern: it misses no attack."
            .formatted(values.replace("real", "the real"));
  }

  private static String names(List<RunRow> runs, Function<RunRow, ?> name) {
    return runs.stream()
        .map(name)
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .distinct()
        .collect(Collectors.joining(" or "));
  }

  /** How many witnesses survive the rounding of float32, a sentence a question. */
  static List<String> inFloat(List<Evidence> evidence) {
    List<String> lines = new ArrayList<>();
    for (Question question : evidence.stream().map(Evidence::question).distinct().toList()) {
      long same = agreeing(evidence, question, true);
      long other = agreeing(evidence, question, false);
      if (same + other > 0) {
        lines.add(
            "Of %s float32 witnesses of %s, %s reach their label in float32 too (operations in the stated order)%s."
                .formatted(
                    Numbers.whole(same + other),
                    question.title(),
                    Numbers.whole(same),
                    other == 0
                        ? ""
                        : "; the other "
                            + Numbers.whole(other)
                            + " lie so near the border that rounding gives another label"));
      }
    }
    return lines;
  }

  private static long agreeing(List<Evidence> evidence, Question question, boolean agrees) {
    return evidence.stream()
        .filter(e -> e.question().equals(question) && Objects.equals(e.orderedAgrees(), agrees))
        .mapToLong(Evidence::rows)
        .sum();
  }

  static Sheet deciders(List<RunRow> runs) {
    List<List<String>> rows = new ArrayList<>();
    for (RunRow run : runs) {
      rows.add(
          List.of(
              run.count() + (run.pairs() == null ? "" : ", " + run.pairs()),
              Question.range(run.scope(), run.inputs()),
              Numbers.orNone(run.engine()),
              Numbers.whole(run.units()),
              Numbers.whole(run.filtered()),
              Numbers.whole(run.rationalFallbacks()),
              Numbers.whole(run.solverQueries()),
              Numbers.whole(run.engineChecks()),
              Numbers.whole(run.engineDifferences())));
    }
    return new Sheet(
        "What decided, run by run",
        List.of(
            Column.text("pixels"),
            Column.text("scope"),
            Column.text("engine"),
            Column.number("questions"),
            Column.number("filter"),
            Column.number("rationals"),
            Column.number("Z3 queries"),
            Column.number("twice"),
            Column.number("differ")),
        rows,
        "filter: decided in floating point with a proved error bound. rationals: the filter could"
            + " not tell, exact arithmetic decided. twice: decided by both engines.");
  }

  static Sheet verdicts(List<Evidence> evidence) {
    List<List<String>> rows = new ArrayList<>();
    for (Evidence e : evidence) {
      rows.add(
          List.of(
              e.question().title(),
              e.verdict(),
              e.basis() + (e.tie() ? ", tie" : ""),
              e.method(),
              e.orderedAgrees() == null ? Sheet.NONE : e.orderedAgrees() ? "same" : "other",
              Numbers.whole(e.rows())));
    }
    return new Sheet(
        "What the verdicts rest on",
        List.of(
            Column.text("question"),
            Column.text("verdict"),
            Column.text("proof, witness or reason"),
            Column.text("method"),
            Column.text("float32 label"),
            Column.number("rows")),
        rows,
        "A single pixel has one row for each wrong label it reaches, in full scope one for each"
            + " interval of values. float32 label: what the stated"
            + " order of float32 operations says of a FLOAT witness. Robust pairs are counted, not"
            + " stored.");
  }
}

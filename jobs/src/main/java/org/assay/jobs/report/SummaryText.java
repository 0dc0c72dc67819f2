package org.assay.jobs.report;

import java.util.List;
import java.util.Map;
import org.assay.jobs.table.RunRow;

/** What was found, as lines for a terminal. */
final class SummaryText {

  private SummaryText() {}

  static String of(Findings findings) {
    StringBuilder text = new StringBuilder();
    Subject subject = findings.subject();
    line(text, "Network  " + subject.network() + " (" + subject.networkHash() + ")");
    line(text, "Images   " + subject.images());
    if (findings.images() > 0) {
      line(
          text,
          "Labelled right: %s of %s (%s %%)"
              .formatted(
                  Numbers.whole(findings.correct()),
                  Numbers.whole(findings.images()),
                  Numbers.percent(findings.correct(), findings.images())));
    }
    for (ClassStatistics statistics : findings.statistics()) {
      line(text, attackable(statistics));
      if (statistics.undecidedImages() > 0) {
        line(text, statistics.undecided());
      }
    }
    for (Map.Entry<String, Long> status : findings.notAudited().entrySet()) {
      line(text, "Not audited, " + status.getKey() + ": " + Numbers.whole(status.getValue()));
    }
    List<RunRow> attackRuns = findings.attackRuns();
    if (!attackRuns.isEmpty()) {
      line(text, EvidenceSection.sentence(attackRuns));
      EvidenceSection.inFloat(findings.evidence()).forEach(l -> line(text, l));
    }
    findings
        .triggers()
        .ifPresent(
            scan -> {
              text.append('\n');
              if (scan.rows().stream().anyMatch(r -> r.finding() != null)) {
                text.append(TerminalTables.text(TriggerSheets.findings(scan.rows())));
              }
              TriggerSheets.reasons(scan.rows()).forEach(reason -> line(text, reason));
              line(text, TriggerSheets.meaning(scan.rows()));
            });
    for (RobustnessFindings found : findings.robustness()) {
      text.append('\n').append(TerminalTables.text(RobustnessFigures.sheet(found.radii())));
      line(text, "Over " + found.range() + ", in " + found.arithmetic() + " arithmetic.");
    }
    for (DistanceFindings distances : findings.distances()) {
      text.append('\n').append(distances.title()).append('\n');
      text.append(TerminalTables.text(distances.distances().outcomes()));
      text.append(TerminalTables.text(distances.distances().quantiles()));
    }
    for (PatchFindings patches : findings.patches()) {
      text.append('\n').append(TerminalTables.text(new Patches(patches.rows()).questions()));
      if (!patches.accuracies().isEmpty()) {
        text.append('\n').append(TerminalTables.text(patches.accuracies().sheet()));
      }
    }
    findings
        .rounding()
        .ifPresent(found -> text.append('\n').append(TerminalTables.text(found.rows().sheet())));
    findings.sections().forEach(found -> text.append('\n').append(found.terminal()));
    findings.properties().forEach(found -> properties(text, found));
    paper(
        text,
        "The first correctly predicted image of each label, in pattern scope",
        findings.specimens());
    if (!findings.specimens().containsAll(findings.attacked())) {
      paper(
          text, "The first of each label that has an attack in pattern scope", findings.attacked());
    }
    for (PatternMisses misses : findings.misses()) {
      text.append('\n').append(TerminalTables.text(misses.sheet()));
    }
    for (ClassStatistics statistics : findings.statistics()) {
      text.append('\n').append(TerminalTables.text(statistics.attacks()));
    }
    return text.toString();
  }

  /** The answers to properties, and what must not be overlooked. */
  static void properties(StringBuilder text, PropertyFindings found) {
    text.append('\n');
    line(text, found.title());
    text.append(TerminalTables.text(PropertySection.runs(found)));
    PropertySection.sentences(found).forEach(sentence -> line(text, sentence));
  }

  private static void paper(StringBuilder text, String title, List<Specimen> specimens) {
    List<Sheet> sheets = PaperTables.of(specimens);
    if (!sheets.isEmpty()) {
      text.append('\n').append(title).append('\n');
      sheets.forEach(sheet -> text.append('\n').append(TerminalTables.text(sheet)));
    }
  }

  private static String attackable(ClassStatistics statistics) {
    Distribution attacked = statistics.total(ClassStatistics.Quantity.ATTACKABLE).positives();
    String each =
        attacked.size() == 0
            ? ""
            : "; half of these have %s or more attackable %s"
                .formatted(Numbers.decimal(attacked.quantile(0.5)), statistics.question().unit());
    return "Label can be flipped with %s: %s of %s images (%s %%)%s"
        .formatted(
            statistics.question().title(),
            Numbers.whole(statistics.attackableImages()),
            Numbers.whole(statistics.images()),
            Numbers.percent(statistics.attackableImages(), statistics.images()),
            each);
  }

  private static void line(StringBuilder text, String line) {
    text.append(TerminalTables.printable(line)).append('\n');
  }
}

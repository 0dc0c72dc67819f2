package org.assay.jobs.cli;

import java.util.List;
import org.assay.jobs.report.Patches;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;

/** Patches as the terminal shows them: a line a question, reasons, and one patch's changes. */
record PatchSummary(List<PatchRow> rows) {

  private static final int MOST_SHOWN = 50;

  static PatchSummary read(Runner runner, String out, String run) {
    return new PatchSummary(
        Tables.PATCHES.read(runner.spark(), out, run).orderBy("question").takeAsList(MOST_SHOWN));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(TerminalTables.text(new Patches(rows).questions()));
    for (PatchRow row : rows) {
      if (row.reason() != null) {
        text.append("Question %d: %s: %s%n".formatted(row.question(), row.reason(), row.detail()));
      }
      if (row.proof() != null) {
        text.append(proof(row));
      }
    }
    if (rows.size() == 1 && !rows.get(0).changes().isEmpty()) {
      text.append('\n').append(TerminalTables.text(Patches.changes(rows.get(0))));
    }
    return text.toString();
  }

  private static String proof(PatchRow row) {
    String own =
        row.proofBytes() == null
            ? "no proof of Z3's: " + row.proofNote()
            : "Z3's proof of %,d bytes".formatted(row.proofBytes());
    return "Question %d: proof in %s  (%s; %s of %s units removed; %s)%n"
        .formatted(
            row.question(),
            row.proof(),
            row.proofDecided(),
            row.proofRemoved(),
            row.proofUnits(),
            own);
  }
}

package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.report.PatchAccuracies;
import org.assay.jobs.report.Patches;
import org.assay.jobs.report.TerminalTables;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;

/** Patches as the terminal shows them: a line a question, reasons, and one patch's changes. */
record PatchSummary(List<PatchRow> rows, PatchAccuracies accuracies) {

  private static final int MOST_SHOWN = 50;

  static PatchSummary read(Runner runner, String out, String run) {
    Dataset<PatchRow> rows = Tables.PATCHES.read(runner.spark(), out, run);
    return new PatchSummary(
        rows.orderBy(col("quantised").asc_nulls_first(), col("question")).takeAsList(MOST_SHOWN),
        isStored(runner, out, run)
            ? PatchAccuracies.of(Tables.PATCH_ACCURACY.read(runner.spark(), out, run))
            : new PatchAccuracies(List.of()));
  }

  private static boolean isStored(Runner runner, String out, String run) {
    return runner.files().exists(Tables.PATCH_ACCURACY.folder(out, run));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(TerminalTables.text(new Patches(rows).questions()));
    for (PatchRow row : rows) {
      if (row.reason() != null) {
        text.append("%s: %s: %s%n".formatted(Patches.name(row), row.reason(), row.detail()));
      }
      if (row.proof() != null) {
        text.append(proof(row));
      }
    }
    if (rows.size() == 1 && !rows.get(0).changes().isEmpty()) {
      text.append('\n').append(TerminalTables.text(Patches.changes(rows.get(0))));
    }
    if (!accuracies.means().isEmpty()) {
      text.append('\n').append(TerminalTables.text(accuracies.sheet()));
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

package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.Tables;

/** Reads what was answered about suites of adversarial networks, here and by other solvers. */
final class FoolingReader {

  private static final String FORGE = "forge";

  private final StoredTables tables;

  FoolingReader(StoredTables tables) {
    this.tables = tables;
  }

  /** The answers of the last run of {@code forge check}, and those of {@code fool-solvers}. */
  List<SheetSection> read() {
    List<SheetSection> sections = new ArrayList<>();
    if (tables.exists(Tables.FORGED_ANSWERS)) {
      tables.runs().stream()
          .filter(
              run -> run.row().command().equals(FORGE) && run.row().arguments().contains("check"))
          .reduce((a, b) -> b)
          .ifPresent(run -> sections.add(answers(run)));
    }
    if (tables.exists(FooledSolvers.FILE)) {
      FooledSolvers solvers = tables.fooledSolvers();
      sections.add(
          new SheetSection(
              "Adversarial networks: what solvers in floating point answer",
              "Each forged switch as MIPVerify poses it, with its numbers exact up to the file. All of"
                  + " these can be brought about in exact fractions.",
              "scripts/fool-solvers",
              List.of(),
              List.of(solvers.byBins(), solvers.bySolver())));
    }
    return sections;
  }

  private SheetSection answers(FinishedRun run) {
    ForgedAnswers answers =
        ForgedAnswers.of(
            Tables.FORGED_ANSWERS.records(tables.rows(Tables.FORGED_ANSWERS, List.of(run))));
    long all = answers.kinds().stream().mapToLong(ForgedAnswers.ByKind::networks).sum();
    long right = answers.kinds().stream().mapToLong(ForgedAnswers.ByKind::right).sum();
    return new SheetSection(
        "Adversarial networks: what verify answers",
        "Switches that the order of additions decides (\"Fooling a complete neural network"
            + " verifier\"), each with what is true of it in exact arithmetic and in doubles with the"
            + " bias last and first.",
        run.row().arguments(),
        List.of(
            new SheetSection.Key(
                Numbers.whole(right),
                "of %s answers about adversarial networks right".formatted(Numbers.whole(all)))),
        List.of(answers.sheet()));
  }
}

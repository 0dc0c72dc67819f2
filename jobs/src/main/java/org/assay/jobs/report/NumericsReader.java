package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.Tables;

/** Reads what runs of {@code scan-numerics} found, the last one first. */
final class NumericsReader {

  private static final String COMMAND = "scan-numerics";

  private final StoredTables tables;

  NumericsReader(StoredTables tables) {
    this.tables = tables;
  }

  /**
   * What every such run found.
   *
   * @param runs about one network, in the order they were started
   */
  List<SheetSection> read(List<FinishedRun> runs) {
    List<SheetSection> found = new ArrayList<>();
    for (FinishedRun run : runs) {
      if (run.row().command().equals(COMMAND)) {
        found.add(0, section(run));
      }
    }
    return found;
  }

  private SheetSection section(FinishedRun run) {
    Numerics numerics =
        Numerics.of(Tables.NUMERICS.records(tables.rows(Tables.NUMERICS, List.of(run))));
    return new SheetSection(
        "Sums that rounding decides",
        "How much do the terms of a unit's sum cancel, and what can the order of additions change?"
            + " A unit is a finding where rounding can exceed all that it passes on, and is half of"
            + " the digits of what a next unit adds up; or where chains of weights meet whose"
            + " products are too large to be held beside 1. "
            + numerics.verdict(),
        run.row().arguments(),
        List.of(numerics.key()),
        List.of(numerics.units()));
  }
}

package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.assay.jobs.table.RoundingRow;
import org.jspecify.annotations.Nullable;

/**
 * How a network predicts with fewer and fewer bits, and how long a patch takes.
 *
 * @param rows the network as it stands first, then by descending number of bits
 */
public record Roundings(List<RoundingRow> rows) {

  private static final int SHOWN_OF_HASH = 12;

  public Roundings {
    rows = List.copyOf(rows);
  }

  /** Those of a run, in any order. */
  public static Roundings of(List<RoundingRow> rows) {
    return new Roundings(
        rows.stream()
            .sorted(
                Comparator.comparing(
                    RoundingRow::bits, Comparator.nullsFirst(Comparator.reverseOrder())))
            .toList());
  }

  /** Whether a patch was asked for. */
  boolean havePatches() {
    return rows.stream().anyMatch(row -> row.patchVerdict() != null);
  }

  /** A row a number of bits. */
  public Sheet sheet() {
    List<Sheet.Column> columns =
        new ArrayList<>(
            List.of(
                Sheet.Column.text("bits"),
                Sheet.Column.number("images"),
                Sheet.Column.number("right"),
                Sheet.Column.number("%"),
                Sheet.Column.number("other label"),
                Sheet.Column.text("content hash")));
    if (havePatches()) {
      columns.addAll(
          List.of(
              Sheet.Column.text("patch"),
              Sheet.Column.number("patch of"),
              Sheet.Column.number("s to patch"),
              Sheet.Column.number("s")));
    }
    return new Sheet(
        "Explicit bits of weights and biases",
        columns,
        rows.stream().map(this::cells).toList(),
        "other label: images with another label than from the network as it stands."
            + (havePatches()
                ? " patch: what came of one question about the smallest change of biases, put to each"
                    + " network; s: seconds until a patch was there, and until its ends were as close as asked"
                    + " or time was up."
                : ""));
  }

  private List<String> cells(RoundingRow row) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                row.bits() == null ? "all" : row.bits().toString(),
                Long.toString(row.images()),
                Long.toString(row.correct()),
                String.format(Locale.ROOT, "%.2f", 100 * row.accuracy()),
                Long.toString(row.changed()),
                row.networkHash().substring(0, SHOWN_OF_HASH)));
    if (havePatches()) {
      String verdict = Numbers.orNone(row.patchVerdict());
      cells.add(row.patchReason() == null ? verdict : verdict + " (" + row.patchReason() + ")");
      cells.add(measure(row.patchSizeDouble()));
      cells.add(measure(row.patchSecondsToPatch()));
      cells.add(measure(row.patchSeconds()));
    }
    return cells;
  }

  private static String measure(@Nullable Double number) {
    return number == null ? Sheet.NONE : Numbers.measure(number);
  }
}

package org.assay.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assay.jobs.report.Sheet.Column;
import org.assay.jobs.table.TriggerRow;
import org.jspecify.annotations.Nullable;

/** A scan for triggers as tables for the terminal and for the page. */
public final class TriggerSheets {

  /** The arithmetics in the order in which they are told. */
  static final List<String> ARITHMETICS = List.of("EXACT", "BIAS_LAST", "BIAS_FIRST");

  private static final int MOST_SHOWN = 3;

  private TriggerSheets() {}

  /** What a scan tells and what it does not. */
  public static String meaning(List<TriggerRow> rows) {
    boolean none = rows.stream().noneMatch(r -> r.finding() != null);
    return (none ? "No finding: complete" : "Complete")
        + " for single pixels of these images, all other pixels unchanged: in EXACT at every real"
        + " value of the domain, in BIAS_LAST and BIAS_FIRST at the values of an 8-bit image."
        + " Nothing is said of other images, of several pixels together or of other arithmetics.";
  }

  /** The findings, each with its reason. */
  public static Sheet findings(List<TriggerRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    sorted(rows)
        .filter(r -> r.finding() != null)
        .forEach(
            r ->
                cells.add(
                    List.of(
                        Numbers.orNone(r.finding()),
                        place(r),
                        r.arithmetic(),
                        Numbers.whole(r.most()),
                        Numbers.whole(r.images()),
                        Numbers.percent(r.most(), r.images()),
                        range(r),
                        shift(r))));
    return new Sheet(
        "Findings",
        List.of(
            Column.text("finding"),
            Column.text("row, column"),
            Column.text("arithmetic"),
            Column.number("flipped at once"),
            Column.number("of images"),
            Column.number("%"),
            Column.text("by values in"),
            Column.text("labels")),
        cells,
        "");
  }

  /** Why each finding is one, a line each. */
  public static List<String> reasons(List<TriggerRow> rows) {
    return sorted(rows)
        .filter(r -> r.finding() != null)
        .map(r -> "%s, %s: %s".formatted(place(r), r.arithmetic(), Numbers.orNone(r.reason())))
        .toList();
  }

  /** The strongest pixels of each arithmetic. */
  public static Sheet strongest(List<TriggerRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (String arithmetic : ARITHMETICS) {
      sorted(rows)
          .filter(r -> r.pixel() != null && r.arithmetic().equals(arithmetic) && r.flipped() > 0)
          .limit(MOST_SHOWN)
          .forEach(
              r ->
                  cells.add(
                      List.of(
                          arithmetic,
                          place(r),
                          Numbers.whole(r.flipped()),
                          Numbers.whole(r.most()),
                          Numbers.percent(r.most(), r.images()),
                          range(r),
                          shift(r))));
    }
    return new Sheet(
        "The strongest pixels of each arithmetic",
        List.of(
            Column.text("arithmetic"),
            Column.text("row, column"),
            Column.number("images flipped"),
            Column.number("at once"),
            Column.number("%"),
            Column.text("by values in"),
            Column.text("labels")),
        cells,
        "images flipped: by some value of the pixel. at once: by one range of values.");
  }

  /** Findings first as they are strong. */
  static Stream<TriggerRow> sorted(List<TriggerRow> rows) {
    return rows.stream()
        .sorted(
            Comparator.comparingLong((TriggerRow r) -> -r.most())
                .thenComparing(r -> ARITHMETICS.indexOf(r.arithmetic()))
                .thenComparing(r -> orMinus(r.channel()))
                .thenComparing(r -> orMinus(r.pixel())));
  }

  private static int orMinus(@Nullable Integer value) {
    return value == null ? -1 : value;
  }

  /** Where a pixel lies; the unchanged images have no pixel. */
  static String place(TriggerRow row) {
    if (row.pixel() == null) {
      return "unchanged images";
    }
    String place = row.row() + ", " + row.column();
    return Integer.valueOf(0).equals(row.channel()) ? place : place + ", channel " + row.channel();
  }

  /** The range that flips most, such as {@code (0.05, 1]}, its ends rounded outward. */
  static String range(TriggerRow row) {
    Double low = row.lowDouble();
    Double high = row.highDouble();
    if (low == null || high == null) {
      return Sheet.NONE;
    }
    return (Boolean.TRUE.equals(row.lowClosed()) ? "[" : "(")
        + Numbers.measure(low)
        + ", "
        + Numbers.measure(high)
        + (Boolean.TRUE.equals(row.highClosed()) ? "]" : ")");
  }

  /** Which label follows from which, where one rule holds. */
  static String shift(TriggerRow row) {
    Integer shift = row.shift();
    if (shift == null) {
      return row.most() == 0 ? Sheet.NONE : "several";
    }
    return "each + %d mod %d".formatted(shift, (int) Math.sqrt(row.transitions().size()));
  }
}

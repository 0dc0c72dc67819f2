package org.assay.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.jobs.table.PatchRow;
import org.assay.query.Arithmetic;
import org.jspecify.annotations.Nullable;

/**
 * Smallest changes of biases, small enough for a screen.
 *
 * @param rows by question
 */
public record Patches(List<PatchRow> rows) {

  private static final int MOST_SHOWN = 10;

  public Patches {
    rows = List.copyOf(rows);
  }

  /** One line a question. */
  public Sheet questions() {
    return new Sheet(
        "The smallest change of biases" + arithmetic(),
        List.of(
            Sheet.Column.number("question"),
            Sheet.Column.number("bits"),
            Sheet.Column.number("keep"),
            Sheet.Column.text("change"),
            Sheet.Column.text("verdict"),
            Sheet.Column.number("no patch up to"),
            Sheet.Column.number("patch of"),
            Sheet.Column.number("biases"),
            Sheet.Column.number("written with"),
            Sheet.Column.number("in floats"),
            Sheet.Column.number("s to patch"),
            Sheet.Column.number("s to a tenth"),
            Sheet.Column.number("s")),
        rows.stream().map(Patches::cells).toList(),
        "The size of a patch is its largest change. written with: its size in numbers of the stated"
            + " bits, proved again for these. in floats: images that do as is asked in the"
            + " network's own arithmetic. s: seconds until a patch was there, until the ends were"
            + " within a tenth of the upper one, and in all.");
  }

  /** What the sizes are true of, where that is not exact arithmetic. */
  private String arithmetic() {
    return rows.stream()
        .map(PatchRow::arithmetic)
        .filter(arithmetic -> !arithmetic.equals(Arithmetic.EXACT.name()))
        .distinct()
        .map(arithmetic -> " in the arithmetic " + arithmetic)
        .collect(Collectors.joining());
  }

  /** A question's name in a line. */
  public static String name(PatchRow row) {
    return row.quantised() == null
        ? "Question " + row.question()
        : "Question %d with %d bits".formatted(row.question(), row.quantised());
  }

  private static List<String> cells(PatchRow row) {
    return List.of(
        Integer.toString(row.question()),
        row.quantised() == null ? "all" : row.quantised().toString(),
        Numbers.whole(row.keep()),
        change(row),
        row.verdict(),
        measure(row.lowDouble()),
        measure(row.highDouble()),
        row.highDouble() == null ? Sheet.NONE : Numbers.whole(row.changes().size()),
        measure(row.writtenSizeDouble()),
        row.writtenOrdered() == null
            ? Sheet.NONE
            : row.writtenOrdered() + " of " + (row.keep() + row.change()),
        measure(row.secondsToPatch()),
        measure(row.secondsToTenth()),
        Numbers.measure(row.seconds()));
  }

  private static String change(PatchRow row) {
    return row.change() > 1 || row.changeTo().isEmpty()
        ? Numbers.whole(row.change()) + " images"
        : "image %d from %d to %d"
            .formatted(row.changeImages().get(0), row.changeFrom().get(0), row.changeTo().get(0));
  }

  private static String measure(@Nullable Double number) {
    return number == null ? Sheet.NONE : Numbers.measure(number);
  }

  /** The largest changes of one question's patch. */
  public static Sheet changes(PatchRow row) {
    List<Double> by =
        row.changes().stream().map(change -> Rational.parse(change).nearestDouble()).toList();
    return new Sheet(
        "The largest changes",
        List.of(
            Sheet.Column.number("layer"),
            Sheet.Column.number("bias"),
            Sheet.Column.number("stored"),
            Sheet.Column.number("change")),
        IntStream.range(0, by.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(by.get(i))))
            .limit(MOST_SHOWN)
            .map(
                i ->
                    List.of(
                        row.layers().get(i).toString(),
                        row.indices().get(i).toString(),
                        Numbers.measure(row.biases().get(i)),
                        Numbers.measure(by.get(i))))
            .toList(),
        by.size() > MOST_SHOWN ? "And %d smaller ones.".formatted(by.size() - MOST_SHOWN) : "");
  }
}

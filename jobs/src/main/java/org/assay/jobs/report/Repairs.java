package org.assay.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assay.jobs.table.RepairRow;
import org.jspecify.annotations.Nullable;

/**
 * What one repair did, small enough for a screen.
 *
 * @param rows of one run: by label, that of all images last
 */
public record Repairs(List<RepairRow> rows) {

  public Repairs {
    rows =
        rows.stream()
            .sorted(
                Comparator.comparing(
                    RepairRow::label, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
  }

  private RepairRow all() {
    return rows.get(rows.size() - 1);
  }

  /** What was asked, and the patch. */
  public Sheet patch() {
    RepairRow all = all();
    return new Sheet(
        "The patch",
        List.of(
            Sheet.Column.text("verdict"),
            Sheet.Column.text("put right"),
            Sheet.Column.text("kept"),
            Sheet.Column.text("no patch up to"),
            Sheet.Column.text("patch of"),
            Sheet.Column.text("written with")),
        List.of(
            List.of(
                all.verdict(),
                all.fixed() + " of " + all.fixImages().size(),
                all.kept() + " of " + all.keep(),
                size(all.low()),
                size(all.high()),
                size(all.writtenSize()))),
        "put right, kept: by the network as it is written, in its own arithmetic.");
  }

  private static String size(@Nullable String exact) {
    return exact == null
        ? Sheet.NONE
        : Numbers.measure(org.assay.exact.Rational.parse(exact).nearestDouble());
  }

  /** Why there is no patch, or no smaller one; empty where all is known. */
  public String reason() {
    RepairRow all = all();
    return all.reason() == null ? "" : all.reason() + ": " + all.detail();
  }

  /** Points of accuracy on images held out that the patch costs; none without a patch. */
  Optional<String> drawdown() {
    Double share = all().drawdownShare();
    return share == null ? Optional.empty() : Optional.of(share(share));
  }

  /** Images held out, before and after. */
  public Sheet byLabel() {
    return new Sheet(
        "Images held out",
        List.of(
            Sheet.Column.text("label"),
            Sheet.Column.number("images"),
            Sheet.Column.number("right before"),
            Sheet.Column.number("%"),
            Sheet.Column.number("right after"),
            Sheet.Column.number("%"),
            Sheet.Column.number("drawdown"),
            Sheet.Column.number("points"),
            Sheet.Column.number("other label")),
        rows.stream().map(Repairs::cells).toList(),
        "drawdown: right before less right after. other label: than before, right or wrong.");
  }

  private static List<String> cells(RepairRow row) {
    Long after = row.correctAfter();
    Long drawdown = row.drawdown();
    return List.of(
        row.label() == null ? "all" : row.label().toString(),
        Numbers.whole(row.images()),
        Numbers.whole(row.correctBefore()),
        share(row.accuracyBefore()),
        after == null ? Sheet.NONE : Numbers.whole(after),
        share(row.accuracyAfter()),
        drawdown == null ? Sheet.NONE : Numbers.whole(drawdown),
        share(row.drawdownShare()),
        row.changed() == null ? Sheet.NONE : Numbers.whole(row.changed()));
  }

  private static String share(@Nullable Double share) {
    return share == null ? Sheet.NONE : String.format(java.util.Locale.ROOT, "%.2f", 100 * share);
  }
}

package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RepairRow;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of table {@code repairs}.
 *
 * @param fixed images that were to be put right and are
 * @param kept images that were to stay and do
 */
record RepairRows(PatchRow patch, int fixed, int kept) {

  /** One row a true label that occurs, ascending, and the row of all images. */
  List<RepairRow> of(List<RepairJob.Cell> cells) {
    List<RepairRow> rows = new ArrayList<>();
    cells.stream()
        .map(RepairJob.Cell::label)
        .distinct()
        .sorted()
        .forEach(
            label -> rows.add(row(label, cells.stream().filter(c -> c.label() == label).toList())));
    rows.add(row(null, cells));
    return rows;
  }

  private RepairRow row(@Nullable Integer label, List<RepairJob.Cell> cells) {
    boolean written = patch.writtenHash() != null;
    long images = sum(cells, cell -> true);
    long before = sum(cells, cell -> cell.before() == cell.label());
    long after = sum(cells, cell -> cell.after() == cell.label());
    long changed = sum(cells, cell -> cell.before() != cell.after());
    return new RepairRow(
        label,
        images,
        before,
        written ? (Long) after : null,
        (double) before / images,
        written ? (Double) ((double) after / images) : null,
        written ? (Long) (before - after) : null,
        written ? (Double) ((double) (before - after) / images) : null,
        written ? (Long) changed : null,
        patch.changeImages(),
        fixed,
        patch.keep(),
        kept,
        patch.verdict(),
        patch.low(),
        patch.high(),
        patch.highDouble(),
        patch.writtenSize(),
        patch.reason(),
        patch.detail(),
        patch.writtenHash());
  }

  private static long sum(List<RepairJob.Cell> cells, Predicate<RepairJob.Cell> which) {
    return cells.stream().filter(which).mapToLong(RepairJob.Cell::images).sum();
  }
}

package org.assay.jobs.report;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.jspecify.annotations.Nullable;

/**
 * A checked attack on an image, as it is shown: which pixels change to what, and the label reached.
 *
 * @param kind FLOAT or RATIONAL
 * @param orderedLabel what ORDERED arithmetic says of the witness; null where it was not asked
 */
record Attack(
    ImageRow image,
    List<Change> changes,
    int label,
    @Nullable String kind,
    @Nullable Integer orderedLabel) {

  /**
   * One changed pixel.
   *
   * @param before the float32 value in the image
   * @param after the exact new value
   */
  record Change(int pixel, double before, Rational after) {

    /** The absolute change, rounded to a nearest double. */
    double size() {
      return after.minus(Rational.of(before)).abs().nearestDouble();
    }
  }

  Attack {
    changes = List.copyOf(changes);
  }

  /** The attack of a Violated row with a witness. */
  static Attack of(ImageRow image, PixelAttackRow row) {
    return new Attack(
        image,
        List.of(change(image, row.pixel(), present(row.witness(), row))),
        present(row.label(), row),
        row.witnessKind(),
        row.witnessOrderedLabel());
  }

  /** The attack of a Violated pair with a witness. */
  static Attack of(ImageRow image, PixelPairRow row) {
    return new Attack(
        image,
        List.of(
            change(image, row.first(), present(row.firstWitness(), row)),
            change(image, row.second(), present(row.secondWitness(), row))),
        present(row.label(), row),
        row.witnessKind(),
        row.witnessOrderedLabel());
  }

  /** The first attackable pair of an image's summary, with its witness. */
  static Attack of(ImageRow image, PixelSummaryRow row) {
    return new Attack(
        image,
        List.of(
            change(image, present(row.first(), row), present(row.firstWitness(), row)),
            change(image, present(row.second(), row), present(row.secondWitness(), row))),
        present(row.witnessLabel(), row),
        row.witnessKind(),
        null);
  }

  private static Change change(ImageRow image, int pixel, String witness) {
    return new Change(pixel, image.pixels().get(pixel), Rational.parse(witness));
  }

  private static <T> T present(@Nullable T value, Record row) {
    if (value == null) {
      throw new IllegalStateException("a row without a whole witness: " + row);
    }
    return value;
  }

  List<Integer> pixels() {
    return changes.stream().map(Change::pixel).toList();
  }

  /** The greatest absolute change. */
  double size() {
    return changes.stream().mapToDouble(Change::size).max().orElse(0);
  }
}

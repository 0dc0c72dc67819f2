package org.assay.jobs.report;

import java.util.ArrayList;
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
   * One changed value.
   *
   * @param pixel {@code row * columns + column}
   * @param channel of the pixel, from 0
   * @param before the float32 value in the image
   * @param after the exact new value
   */
  record Change(int pixel, int channel, double before, Rational after) {

    /** The absolute change, rounded to a nearest double. */
    double size() {
      return after.minus(Rational.of(before)).abs().nearestDouble();
    }
  }

  Attack {
    changes = List.copyOf(changes);
  }

  /** The attack of a Violated row with a witness. */
  static Attack of(ImageRow image, PixelAttackRow row, Subject subject) {
    int channel = row.channel() == null ? 0 : row.channel();
    return new Attack(
        image,
        changes(image, row.pixel(), channel, present(row.witness(), row), subject),
        present(row.label(), row),
        row.witnessKind(),
        row.witnessOrderedLabel());
  }

  /**
   * The attack of a Violated pair with a witness.
   *
   * @param channel the first that changes
   */
  static Attack of(ImageRow image, PixelPairRow row, Subject subject, int channel) {
    List<Change> changes = new ArrayList<>();
    changes.addAll(changes(image, row.first(), channel, present(row.firstWitness(), row), subject));
    changes.addAll(
        changes(image, row.second(), channel, present(row.secondWitness(), row), subject));
    return new Attack(
        image, changes, present(row.label(), row), row.witnessKind(), row.witnessOrderedLabel());
  }

  /** The first attackable pair of an image's summary, with its witness. */
  static Attack of(ImageRow image, PixelSummaryRow row, Subject subject, int channel) {
    int first = present(row.first(), row);
    int second = present(row.second(), row);
    List<Change> changes = new ArrayList<>();
    changes.addAll(changes(image, first, channel, present(row.firstWitness(), row), subject));
    changes.addAll(changes(image, second, channel, present(row.secondWitness(), row), subject));
    return new Attack(image, changes, present(row.witnessLabel(), row), row.witnessKind(), null);
  }

  /**
   * The changes of one pixel.
   *
   * @param channel the first that changes
   * @param witness the new values from that channel on, with commas between
   */
  private static List<Change> changes(
      ImageRow image, int pixel, int channel, String witness, Subject subject) {
    List<Change> changes = new ArrayList<>();
    for (String value : witness.split(",", -1)) {
      int at = channel + changes.size();
      double before = image.pixels().get(at * subject.pixels() + pixel);
      changes.add(new Change(pixel, at, before, Rational.parse(value)));
    }
    return changes;
  }

  private static <T> T present(@Nullable T value, Record row) {
    if (value == null) {
      throw new IllegalStateException("a row without a whole witness: " + row);
    }
    return value;
  }

  /** The pixels that change, each once. */
  List<Integer> pixels() {
    return changes.stream().map(Change::pixel).distinct().toList();
  }

  /** The image with the changes, each new value at its grey level. */
  PixelPicture picture(Subject subject) {
    List<Float> pixels = new ArrayList<>(image.pixels());
    for (Change change : changes) {
      pixels.set(
          change.channel() * subject.pixels() + change.pixel(),
          (float) change.after().nearestDouble());
    }
    return PixelPicture.of(pixels, subject);
  }

  /** The greatest absolute change. */
  double size() {
    return changes.stream().mapToDouble(Change::size).max().orElse(0);
  }
}

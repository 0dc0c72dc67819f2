package org.assay.jobs.job;

import org.assay.exact.Rational;
import org.assay.pixels.ValueInterval;
import org.assay.triggers.Flip;
import org.assay.triggers.Lane;
import org.jspecify.annotations.Nullable;

/**
 * A flip of an image as it travels between tasks.
 *
 * @param position flat, of the pixel and channel
 * @param to the label that the image gets; -1 where a run overflowed, so that nothing is known
 * @param low least value, {@code p/q}; null where nothing is known; likewise high
 */
public record StoredFlip(
    int position,
    String lane,
    int image,
    int from,
    int to,
    @Nullable String low,
    boolean lowOpen,
    @Nullable String high,
    boolean highOpen) {

  static StoredFlip of(int position, Lane lane, Flip flip) {
    ValueInterval values = flip.values();
    return new StoredFlip(
        position,
        lane.name(),
        flip.image(),
        flip.from(),
        flip.to(),
        values.low().toString(),
        values.lowOpen(),
        values.high().toString(),
        values.highOpen());
  }

  /** What is left of a position whose runs overflow. */
  static StoredFlip unknown(int position, Lane lane, int image, int from) {
    return new StoredFlip(position, lane.name(), image, from, -1, null, true, null, true);
  }

  boolean isKnown() {
    return to >= 0;
  }

  Flip flip() {
    ValueInterval values =
        new ValueInterval(
            Rational.parse(String.valueOf(low)),
            lowOpen,
            Rational.parse(String.valueOf(high)),
            highOpen);
    return new Flip(image, from, to, values);
  }

  /** What flips of one position in one arithmetic have in common. */
  String key() {
    return key(position, lane);
  }

  static String key(int position, String lane) {
    return lane + " " + position;
  }
}

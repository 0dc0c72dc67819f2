package org.assay.triggers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.assay.pixels.ValueInterval;

/**
 * Values of a pixel all of which flip the same images to the same labels.
 *
 * @param values not empty
 * @param extent the widest range around them of which every value flips at least half as many
 *     images
 * @param flips that hold on all of these values, one an image, by image
 */
public record FlippingRange(ValueInterval values, ValueInterval extent, List<Flip> flips) {

  /** Of a hundred flipped images, how many must agree on a shift. */
  private static final int AGREEING_OF_100 = 99;

  /** Fewer flipped images than this show no rule. */
  private static final int FEWEST = 10;

  public FlippingRange {
    flips = flips.stream().sorted(Comparator.comparingInt(Flip::image)).toList();
  }

  /** How many images are flipped at once. */
  public int images() {
    return flips.size();
  }

  /** How many images go from a label to another: {@code [from][to]}, row by row. */
  public List<Long> matrix(int labels) {
    List<Long> counts = new ArrayList<>(Collections.nCopies(labels * labels, 0L));
    for (Flip flip : flips) {
      int cell = flip.from() * labels + flip.to();
      counts.set(cell, counts.get(cell) + 1);
    }
    return counts;
  }

  /**
   * The s for which at least 99 of 100 flipped images go from a label l to l + s mod labels; empty
   * where there is none, and where fewer than ten are flipped.
   */
  public OptionalInt shift(int labels) {
    return shift(matrix(labels), labels);
  }

  /** The same of a matrix {@code [from][to]}. */
  public static OptionalInt shift(List<Long> matrix, int labels) {
    long[] byShift = new long[labels];
    long all = 0;
    for (int cell = 0; cell < labels * labels; cell++) {
      byShift[Math.floorMod(cell % labels - cell / labels, labels)] += matrix.get(cell);
      all += matrix.get(cell);
    }
    for (int shift = 0; shift < labels; shift++) {
      if (all >= FEWEST && byShift[shift] * 100 >= all * AGREEING_OF_100) {
        return OptionalInt.of(shift);
      }
    }
    return OptionalInt.empty();
  }
}

package org.assay.importance;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Sorts pixels by exact score. They are sorted by doubles first, with a few digits cut off to make
 * room for the pixel's index; wherever the error bounds do not prove that everything on one side is
 * greater than everything on the other, the pixels in between are sorted again by exact comparison.
 */
final class Ordering {

  private final Scores scores;

  Ordering(Scores scores) {
    this.scores = scores;
  }

  /** The pixels by descending score, equal scores by ascending pixel. */
  int[] descending() {
    int[] order = roughly();
    int n = order.length;
    double[] highestAfter = new double[n + 1];
    highestAfter[n] = Double.NEGATIVE_INFINITY;
    for (int i = n - 1; i >= 0; i--) {
      highestAfter[i] = Math.max(highestAfter[i + 1], scores.upper(order[i]));
    }
    int from = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      lowest = Math.min(lowest, scores.lower(order[i]));
      if (i == n - 1 || lowest > highestAfter[i + 1]) {
        sortExactly(order, from, i + 1);
        from = i + 1;
      }
    }
    return order;
  }

  private int[] roughly() {
    int n = scores.pixels();
    int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(n));
    long[] keys = new long[n];
    for (int p = 0; p < n; p++) {
      keys[p] = (descendingBits(scores.score(p)) >> bits << bits) | p;
    }
    Arrays.sort(keys);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = (int) (keys[i] & ((1L << bits) - 1));
    }
    return order;
  }

  /** A number that is smaller the greater the score. */
  private static long descendingBits(double score) {
    long bits = Double.doubleToLongBits(-score + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private void sortExactly(int[] order, int from, int to) {
    if (to - from < 2) {
      return;
    }
    Integer[] some = new Integer[to - from];
    Arrays.setAll(some, i -> order[from + i]);
    Comparator<Integer> byScore = (a, b) -> scores.compare(b, a);
    Arrays.sort(some, byScore.thenComparing(Comparator.naturalOrder()));
    for (int i = from; i < to; i++) {
      order[i] = some[i - from];
    }
  }
}

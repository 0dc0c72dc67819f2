package org.assay.pixels;

/**
 * A set of pairs of ranks (high, low) with low &lt; high and high in a range: one bit each, rows by
 * high rank.
 */
final class PairBits {

  private final int from;
  private final int[] start;
  private final long[] words;

  /** The empty set of pairs whose high rank lies in {@code from} to {@code to - 1}. */
  PairBits(int from, int to) {
    this.from = from;
    this.start = new int[to - from + 1];
    for (int high = from; high < to; high++) {
      start[high - from + 1] = start[high - from] + words(high);
    }
    this.words = new long[start[to - from]];
  }

  /** Number of words in a row. */
  static int words(int high) {
    return (high + 63) >>> 6;
  }

  void set(int high, int low) {
    words[start[high - from] + (low >>> 6)] |= 1L << low;
  }

  long word(int high, int index) {
    return words[start[high - from] + index];
  }

  /** The bits of a word of a row that stand for pairs. */
  static long mask(int high, int index) {
    int bits = high - (index << 6);
    return bits >= 64 ? -1L : (1L << bits) - 1;
  }
}

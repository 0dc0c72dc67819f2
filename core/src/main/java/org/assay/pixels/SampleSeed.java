package org.assay.pixels;

import java.util.Arrays;

/**
 * Which questions about an image belong to its sample: decided by seed, image and pixels alone, by
 * the mixing function of SplitMix64 (G. Steele, D. Lea, C. Flood 2014,
 * doi:10.1145/2660193.2660195).
 */
record SampleSeed(long seed, int imageId) {

  private static long mix(long state) {
    long z = state + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A number from 0 to 1, the same for a key wherever it is asked for. */
  private double uniform(long key) {
    return (mix(mix(mix(seed) ^ imageId) ^ key) >>> 11) * 0x1p-53;
  }

  /** Whether a pixel with itself, or a pair, is picked where a share of all are. */
  boolean picks(int first, int second, double share) {
    long low = Math.min(first, second);
    long high = Math.max(first, second);
    return uniform(high << 32 | low) < share;
  }

  /**
   * Numbers of picked pairs among so many, ascending and distinct.
   *
   * @param average how many to pick; a fraction is picked with that probability
   */
  long[] pairs(double among, double average) {
    if (among < 1) {
      return new long[0];
    }
    int count = (int) Math.floor(average + uniform(-1));
    long[] pairs = new long[count];
    for (int i = 0; i < count; i++) {
      pairs[i] = (long) (uniform(-2 - i) * among);
    }
    return Arrays.stream(pairs).sorted().distinct().toArray();
  }

  /** The larger rank of a pair that is numbered by its larger and then by its smaller rank. */
  static int high(long pair) {
    long high = (long) ((1 + Math.sqrt(1 + 8.0 * pair)) / 2);
    while (high * (high - 1) / 2 > pair) {
      high--;
    }
    while (high * (high + 1) / 2 <= pair) {
      high++;
    }
    return (int) high;
  }
}

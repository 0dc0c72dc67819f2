package org.assay.jobs.report;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each whole number occurs, such as the attackable pixels of an image over many images.
 *
 * @param counts value to how often, every count at least 1
 */
record Distribution(SortedMap<Long, Long> counts) {

  static final Distribution EMPTY = new Distribution(new TreeMap<>());

  Distribution {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** Both together. */
  Distribution plus(Distribution other) {
    TreeMap<Long, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((value, count) -> sum.merge(value, count, Long::sum));
    return new Distribution(sum);
  }

  /** The numbers greater than zero. */
  Distribution positives() {
    return new Distribution(counts.tailMap(1L));
  }

  /** How many numbers there are. */
  long size() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many numbers are greater than zero. */
  long positive() {
    return counts.tailMap(1L).values().stream().mapToLong(Long::longValue).sum();
  }

  long sum() {
    return counts.entrySet().stream().mapToLong(e -> e.getKey() * e.getValue()).sum();
  }

  /** The arithmetic mean; NaN where there are no numbers. */
  double mean() {
    return (double) sum() / size();
  }

  /**
   * The value below which a share p of the numbers lies, interpolated linearly between neighbours
   * (Hyndman and Fan's type 7, as R and NumPy do by default). NaN where there are no numbers.
   *
   * @param p from 0 (the least number) through 0.5 (the median) to 1 (the greatest)
   */
  double quantile(double p) {
    if (counts.isEmpty()) {
      return Double.NaN;
    }
    double position = p * (size() - 1);
    long below = (long) Math.floor(position);
    long lower = at(below);
    long upper = at((long) Math.ceil(position));
    return lower + (position - below) * (upper - lower);
  }

  /** The number at a place, from 0, in ascending order. */
  private long at(long place) {
    long passed = 0;
    for (Map.Entry<Long, Long> e : counts.entrySet()) {
      passed += e.getValue();
      if (place < passed) {
        return e.getKey();
      }
    }
    throw new IllegalArgumentException("no place " + place + " among " + passed + " numbers");
  }
}

package org.assay.jobs.bench;

import java.util.Arrays;

/**
 * Repeated measurements of one quantity.
 *
 * @param runs how many there were
 */
record Spread(int runs, double min, double median, double max) {

  static Spread of(double... measured) {
    double[] sorted = measured.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted.length, sorted[0], median, sorted[sorted.length - 1]);
  }
}

package org.assay.bounds;

import org.assay.network.Clip;
import org.jspecify.annotations.Nullable;

/**
 * One number on a simplex between two affine functions, by their values at the vertices, before and
 * after a clip. Used again for the next number; for one thread.
 */
final class ClipBounds {

  final double[] lower;
  final double[] upper;

  /** The least value of the lower function; then the greatest of the upper one. */
  double least;

  double most;
  private double leastUpper;
  private double mostLower;
  private int vertices;

  ClipBounds(int most) {
    lower = new double[most];
    upper = new double[most];
  }

  /**
   * Takes a number before its clip.
   *
   * @param z its value at the image
   * @param slack a bound of the errors of {@code z} and of all sums with it
   */
  void take(Differences state, int number, double z, double slack) {
    double known = state.known[number];
    least = Double.POSITIVE_INFINITY;
    most = Double.NEGATIVE_INFINITY;
    leastUpper = Double.POSITIVE_INFINITY;
    mostLower = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < vertices; v++) {
      double middle = z + state.middle[v][number];
      double half = state.half[v][number] + slack;
      lower[v] = Double.isNaN(known) ? middle - half : known;
      upper[v] = Double.isNaN(known) ? middle + half : known;
      least = Math.min(least, lower[v]);
      mostLower = Math.max(mostLower, lower[v]);
      leastUpper = Math.min(leastUpper, upper[v]);
      most = Math.max(most, upper[v]);
    }
  }

  /** How many vertices the simplexes to come have. */
  void vertices(int count) {
    vertices = count;
  }

  boolean isWithin(Clip clip) {
    return least >= clip.low() && most <= clip.high();
  }

  /** Whether the clip has the same value everywhere: a bound of it. */
  boolean isFlat(Clip clip) {
    return most <= clip.low() || least >= clip.high();
  }

  /** The phase that the number certainly has everywhere; null where none is certain. */
  Clip.@Nullable Phase phase(Clip clip) {
    if (most <= clip.low()) {
      return Clip.Phase.BELOW;
    }
    if (least >= clip.high()) {
      return Clip.Phase.ABOVE;
    }
    return least > clip.low() && most < clip.high() ? Clip.Phase.INSIDE : null;
  }

  /** About the value at a vertex. */
  double middle(int vertex) {
    return (lower[vertex] + upper[vertex]) / 2;
  }

  /** Goes on to bounds of the clip of the number, which bends within the simplex. */
  void bend(Clip clip) {
    above(clip.low(), clip.high());
    below(clip.low(), clip.high());
  }

  /** Encloses the clip from above. */
  private void above(double low, double high) {
    if (most <= high) {
      for (int v = 0; v < vertices; v++) {
        upper[v] = Math.max(upper[v], low);
      }
      return;
    }
    double bottom = Math.max(leastUpper, low);
    double slope = (high - bottom) / (high - leastUpper);
    double sum = 0;
    for (int v = 0; v < vertices; v++) {
      sum += bottom + slope * (upper[v] - leastUpper);
    }
    boolean flat = leastUpper >= high || !(sum < vertices * high);
    for (int v = 0; v < vertices; v++) {
      upper[v] = flat ? high : bottom + slope * (upper[v] - leastUpper);
    }
  }

  /** Encloses the clip from below. */
  private void below(double low, double high) {
    if (least >= low) {
      for (int v = 0; v < vertices; v++) {
        lower[v] = Math.min(lower[v], high);
      }
      return;
    }
    double top = Math.min(mostLower, high);
    double slope = mostLower <= high ? 1 : (high - low) / (mostLower - low);
    double sum = 0;
    for (int v = 0; v < vertices; v++) {
      sum += top + slope * (lower[v] - mostLower);
    }
    boolean flat = mostLower <= low || !(sum > vertices * low);
    for (int v = 0; v < vertices; v++) {
      lower[v] = flat ? low : top + slope * (lower[v] - mostLower);
    }
  }
}

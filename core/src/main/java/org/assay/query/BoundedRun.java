package org.assay.query;

import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * A run of a network in doubles in which every value carries a proved bound of its distance from
 * the exact one.
 *
 * <p>A sum of n products of doubles w and values v with bounds r, computed in any order, lies
 * within {@code (n + 2) u sum|w v| + sum|w| r} of the exact sum over the exact values, u = 2^-53,
 * up to a factor of {@code 1 + n 2^-51} that also covers the rounding of the bound itself, and n +
 * 2 units of 2^-1074 where products underflow (N. Higham, Accuracy and Stability of Numerical
 * Algorithms, 2002, section 3.1). A clip never widens a bound. Infinities and NaN stay visible in
 * the bound, and every question is put so that they answer "uncertain". For one thread; its arrays
 * are used again by the next run.
 */
final class BoundedRun {

  private static final double UNIT = 0x1p-53;

  private double[] values;
  private double[] bounds;
  private double[] nextValues;
  private double[] nextBounds;
  private int size;

  BoundedRun(Network network) {
    int width = network.inputs();
    for (var layer : network.layers()) {
      width = Math.max(width, layer.output().size());
    }
    values = new double[width];
    bounds = new double[width];
    nextValues = new double[width];
    nextBounds = new double[width];
  }

  /** Starts from these values and bounds, which are copied. */
  void start(double[] from, double[] fromBounds) {
    size = from.length;
    System.arraycopy(from, 0, values, 0, size);
    System.arraycopy(fromBounds, 0, bounds, 0, size);
  }

  int size() {
    return size;
  }

  double value(int i) {
    return values[i];
  }

  double bound(int i) {
    return bounds[i];
  }

  /** Adds {@code weight * change} to a value, where the change itself is known within a bound. */
  void add(int i, double weight, double change, double changeBound) {
    double product = weight * change;
    double sum = values[i] + product;
    double rounding = 2 * UNIT * (Math.abs(product) + Math.abs(sum));
    bounds[i] =
        (bounds[i] + Math.abs(weight) * changeBound + rounding) * (1 + 8 * UNIT)
            + 4 * Double.MIN_VALUE;
    values[i] = sum;
  }

  void linear(Linear layer) {
    SparseRows rows = layer.rows();
    for (int r = 0; r < rows.rows(); r++) {
      double sum = 0;
      double magnitude = 0;
      double inherited = 0;
      int from = rows.start(r);
      int to = rows.start(r + 1);
      for (int k = from; k < to; k++) {
        double weight = rows.weight(k);
        int column = rows.column(k);
        double product = weight * values[column];
        sum += product;
        magnitude += Math.abs(product);
        inherited += Math.abs(weight) * bounds[column];
      }
      double bias = rows.bias(r);
      double terms = to - from + 3.0;
      nextValues[r] = sum + bias;
      nextBounds[r] =
          (terms * UNIT * (magnitude + Math.abs(bias)) + inherited) * (1 + terms * 4 * UNIT)
              + terms * 2 * Double.MIN_VALUE;
    }
    size = rows.rows();
    swap();
  }

  private void swap() {
    double[] v = values;
    values = nextValues;
    nextValues = v;
    double[] b = bounds;
    bounds = nextBounds;
    nextBounds = b;
  }

  void clip(Clip clip) {
    for (int i = 0; i < size; i++) {
      if (certainlyAtMost(i, clip.low())) {
        values[i] = clip.low();
        bounds[i] = 0;
      } else if (certainlyAtLeast(i, clip.high())) {
        values[i] = clip.high();
        bounds[i] = 0;
      } else {
        values[i] = clip.apply(values[i]);
      }
    }
  }

  /** The phase of a unit before its clip; null where it is uncertain. */
  Clip.@Nullable Phase phase(int i, Clip clip) {
    if (certainlyAtMost(i, clip.low())) {
      return Clip.Phase.BELOW;
    }
    if (certainlyAtLeast(i, clip.high())) {
      return Clip.Phase.ABOVE;
    }
    boolean inside = values[i] - clip.low() > bounds[i] && clip.high() - values[i] > bounds[i];
    return inside ? Clip.Phase.INSIDE : null;
  }

  // A rounded difference that exceeds a double exceeds it before rounding too.
  private boolean certainlyAtMost(int i, double limit) {
    return limit - values[i] > bounds[i] || (bounds[i] == 0 && values[i] <= limit);
  }

  private boolean certainlyAtLeast(int i, double limit) {
    return values[i] - limit > bounds[i] || (bounds[i] == 0 && values[i] >= limit);
  }

  /** Whether value i is certainly greater than value j. */
  boolean certainlyGreater(int i, int j) {
    return values[i] - values[j] > (bounds[i] + bounds[j]) * (1 + 4 * UNIT);
  }
}

package org.assay.bounds;

import java.util.Arrays;

/**
 * Where in a box some gaps can close: the inputs x at which {@code c x + d}, which a backward pass
 * has shown to be no more than a weighed sum of the gaps, is not positive. Of any multiple of at
 * least 0 it is then known that it is not positive either, so that what bounds a function with it
 * from below bounds the function there (as INVPROP does with output constraints; Kotha, Brix,
 * Kolter, Dvijotham, Zhang, NeurIPS 2023, arXiv:2302.01404). The numbers are exact as they are
 * stored. Immutable.
 */
public final class HalfSpace {

  /** So often a multiple is halved toward the best one. */
  private static final int HALVINGS = 8;

  private static final int DOUBLINGS = 40;

  final double[] coefficient;
  final double constant;

  HalfSpace(double[] coefficient, double constant) {
    this.coefficient = coefficient;
    this.constant = constant;
  }

  /** What an input's value is multiplied by. */
  public double coefficient(int input) {
    return coefficient[input];
  }

  /** The function's value where all inputs are zero. */
  public double constant() {
    return constant;
  }

  /**
   * About the multiple that raises the least value of a linear function of a box most.
   *
   * @param a the function's coefficients
   */
  double multiple(double[] a, double[] low, double[] high) {
    int[] moving = new int[a.length];
    int count = 0;
    double rest = constant;
    for (int i = 0; i < a.length; i++) {
      double c = coefficient[i];
      if (a[i] == 0) {
        rest += c * (c > 0 ? low[i] : high[i]);
      } else if (c != 0) {
        moving[count++] = i;
      }
    }
    return new Search(a, low, high, Arrays.copyOf(moving, count), rest).multiple();
  }

  /** Inputs that turn from one end to the other as the multiple grows. */
  private final class Search {
    private final double[] a;
    private final double[] low;
    private final double[] high;
    private final int[] moving;
    private final double rest;

    Search(double[] a, double[] low, double[] high, int[] moving, double rest) {
      this.a = a;
      this.low = low;
      this.high = high;
      this.moving = moving;
      this.rest = rest;
    }

    double multiple() {
      if (!(slope(0) > 0)) {
        return 0;
      }
      double near = 0;
      double far = steepness();
      for (int n = 0; slope(far) > 0; n++) {
        if (n == DOUBLINGS || !Double.isFinite(4 * far)) {
          return near;
        }
        near = far;
        far *= 4;
      }
      for (int n = 0; n < HALVINGS; n++) {
        double middle = near == 0 ? 0.25 * far : 0.5 * near + 0.5 * far;
        if (slope(middle) > 0) {
          near = middle;
        } else {
          far = middle;
        }
      }
      return near;
    }

    /** A multiple at which both functions are about as steep. */
    private double steepness() {
      double one = 0;
      double other = Double.MIN_NORMAL;
      for (int i : moving) {
        one += Math.abs(a[i]);
        other += Math.abs(coefficient[i]);
      }
      return one / other;
    }

    /** By how much the least value of the sum grows with the multiple. */
    private double slope(double multiple) {
      double[] c = coefficient;
      double sum = rest;
      for (int i : moving) {
        sum += c[i] * (a[i] + multiple * c[i] > 0 ? low[i] : high[i]);
      }
      return sum;
    }
  }
}

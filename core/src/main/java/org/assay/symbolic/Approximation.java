package org.assay.symbolic;

/**
 * Doubles with bounds of their errors: the exact number {@code i} differs from {@code value[i]} by
 * at most {@code error[i]}. Where the error is infinite or not a number, nothing is known.
 */
final class Approximation {

  final double[] value;
  final double[] error;

  Approximation(double[] value, double[] error) {
    this.value = value;
    this.error = error;
  }

  /** Numbers that are exactly these doubles. */
  static Approximation exact(double[] value) {
    return new Approximation(value, new double[value.length]);
  }

  /** The vector with a 1 at one index and zeros elsewhere. */
  static Approximation unit(int size, int index) {
    Approximation unit = exact(new double[size]);
    unit.value[index] = 1;
    return unit;
  }

  int size() {
    return value.length;
  }

  boolean isZero(int index) {
    return value[index] == 0 && error[index] == 0;
  }

  /** Whether every number is exactly a float32. */
  boolean isFloat() {
    for (int i = 0; i < value.length; i++) {
      if (error[i] != 0 || (float) value[i] != value[i]) {
        return false;
      }
    }
    return true;
  }

  /** A double that is at most the exact number, or not a number. */
  double lower(int index) {
    double e = error[index];
    return e == 0 ? value[index] : Math.nextDown(value[index] - e);
  }

  /** A double that is at least the exact number, or not a number. */
  double upper(int index) {
    double e = error[index];
    return e == 0 ? value[index] : Math.nextUp(value[index] + e);
  }
}

package org.assay.network;

import java.util.Arrays;

/**
 * An immutable array of numbers with a shape, row-major, held as doubles. Float32 values are held
 * exactly. Equality is by shape and by value, with -0 and 0 distinct.
 */
public final class Tensor {

  private final Shape shape;
  private final double[] values;

  private Tensor(Shape shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** A tensor of these values, which are copied. */
  public static Tensor of(Shape shape, double... values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + shape.size() + " values, got " + values.length);
    }
    return new Tensor(shape, values.clone());
  }

  /** A tensor of these float32 values, which are copied. */
  public static Tensor of(Shape shape, float[] values) {
    double[] widened = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }
    if (widened.length != shape.size()) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + shape.size() + " values, got " + values.length);
    }
    return new Tensor(shape, widened);
  }

  /** A vector of zeros. */
  public static Tensor zeros(int size) {
    return new Tensor(Shape.of(size), new double[size]);
  }

  public Shape shape() {
    return shape;
  }

  public int size() {
    return values.length;
  }

  public double at(int index) {
    return values[index];
  }

  /** The same values in another shape of the same size. */
  public Tensor reshape(Shape other) {
    return of(other, values);
  }

  /** This tensor with one value replaced. */
  public Tensor with(int index, double value) {
    double[] copy = values.clone();
    copy[index] = value;
    return new Tensor(shape, copy);
  }

  /** A copy of the values. */
  public double[] toDoubles() {
    return values.clone();
  }

  /** A copy of the values rounded to float32; exact where they came from float32. */
  public float[] toFloats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Tensor t && shape.equals(t.shape) && Arrays.equals(values, t.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor[" + shape + "]";
  }
}

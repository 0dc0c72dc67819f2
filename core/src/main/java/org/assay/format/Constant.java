package org.assay.format;

import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * A tensor whose values are known at import: an initializer, a Constant node, or what folding made
 * of them. Row-major; infinities and NaN are possible until {@link #finite} is asked.
 */
final class Constant {

  private final NumberType type;
  private final Shape shape;
  private final double[] values;

  /** A constant that owns its values; the caller hands the array over. */
  Constant(NumberType type, Shape shape, double[] values) {
    this.type = type;
    this.shape = shape;
    this.values = values;
  }

  NumberType type() {
    return type;
  }

  Shape shape() {
    return shape;
  }

  int size() {
    return values.length;
  }

  double at(int index) {
    return values[index];
  }

  /** The same values under another shape of the same size. */
  Constant reshape(Shape other) {
    return new Constant(type, other, values);
  }

  Tensor tensor() {
    return Tensor.of(shape, values);
  }

  /** This constant if its values are finite floating-point numbers of a type; refused otherwise. */
  Constant finite(OnnxNode node, NumberType wanted) {
    if (type != wanted) {
      throw node.refuse("has a constant of " + type + " beside data of " + wanted);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw node.refuse("has the constant " + values[i] + " at position " + i);
      }
    }
    return this;
  }

  /** The values as integers. */
  long[] integers(OnnxNode node) {
    if (type != NumberType.INTEGER) {
      throw node.refuse("needs integers, not " + type);
    }
    long[] integers = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      integers[i] = (long) values[i];
    }
    return integers;
  }

  /** The single value of a constant of one element. */
  double single(OnnxNode node) {
    if (values.length != 1) {
      throw node.refuse("needs a single number, not " + values.length);
    }
    return values[0];
  }
}

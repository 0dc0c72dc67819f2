package org.assay.format;

import org.assay.network.ElementType;

/** The number types of constants, as far as an import tells them apart; float16 is widened. */
enum NumberType {
  FLOAT32,
  FLOAT64,
  /** Integers and booleans of any width, up to 2^53. */
  INTEGER;

  static NumberType of(ElementType type) {
    return type == ElementType.FLOAT32 ? FLOAT32 : FLOAT64;
  }

  /** The nearest member of a floating-point type; integers stay as they are. */
  double round(double value) {
    return this == FLOAT32 ? (float) value : value;
  }
}

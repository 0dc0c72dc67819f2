package org.assay.query;

/** The arithmetic that a verdict is true of. */
public enum Arithmetic {
  /** Real numbers on the network's own weights. */
  EXACT,
  /** The element type, products by ascending input index, no fused multiply-add, bias last. */
  ORDERED,
  /**
   * The element type, whatever the order and grouping of each sum, with or without fused
   * multiply-add, as {@link org.assay.eval.OrderErrors} bounds it. Real inputs are first rounded to
   * the element type.
   */
  ANY_ORDER
}

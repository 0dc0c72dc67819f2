package org.assay.query;

/** The arithmetic that a verdict is true of. */
public enum Arithmetic {
  /** Real numbers on the network's own weights. */
  EXACT,
  /** The element type, products by ascending input index, no fused multiply-add, bias last. */
  ORDERED,
  /** The element type, whatever the order and grouping of each sum. */
  ANY_ORDER
}

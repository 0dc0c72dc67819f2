package org.assay.eval;

/** When a sum takes its bias. */
public enum BiasOrder {
  /** After the products: the stated order. */
  LAST,
  /** Before the products. */
  FIRST
}

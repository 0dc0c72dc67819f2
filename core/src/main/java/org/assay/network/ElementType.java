package org.assay.network;

/** The number type in which a network is meant to be run; its weights are members of it. */
public enum ElementType {
  FLOAT32,
  FLOAT64;

  /** The member of this type nearest to a double, ties to even. */
  public double round(double value) {
    return this == FLOAT32 ? (float) value : value;
  }
}

package org.assay.query;

/** The points that a query ranges over. Robust over REAL implies the other two. */
public enum Inputs {
  /** Real numbers. */
  REAL,
  /** Points of the network's element type. */
  FLOAT,
  /** Multiples of 1/255. */
  GRID
}

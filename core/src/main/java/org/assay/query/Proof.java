package org.assay.query;

/** What a Robust verdict rests on. */
public enum Proof {
  /** Enclosures that include their own rounding error. */
  BOUNDS,
  /** Exact geometry, behind a float filter with a proved error bound. */
  GEOMETRY,
  /** An exact solver found the negation unsatisfiable. */
  UNSAT,
  /** Every case was walked. */
  EXHAUSTED
}

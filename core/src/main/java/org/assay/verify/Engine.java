package org.assay.verify;

/** What decides questions about balls and properties. */
public enum Engine {
  /** Bounds and branch and bound, held against the solver on a seeded sample of small questions. */
  AUTO,
  /** Bounds and branch and bound alone. */
  BOUNDS,
  /** The plain encoding of the whole network, put to the solver. */
  SMT
}

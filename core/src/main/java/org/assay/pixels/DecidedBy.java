package org.assay.pixels;

/** What an answer about pixels rests on. */
public enum DecidedBy {
  /** Doubles with a proved bound of their error. */
  FILTER,
  /** Exact rational geometry. */
  RATIONALS,
  /** The solver. */
  SOLVER,
  /** Nothing: the question stayed undecided. */
  NOTHING
}

package org.assay.mip;

/** How numbers are written. */
public enum Numbers {
  /**
   * In words that every reader takes: exactly in up to 24 characters, or so that a reader of
   * doubles gets the nearest one.
   */
  NEAREST,
  /** Exactly in up to 200 digits, for solvers in fractions; CBC does not read such files. */
  EXACT
}

package org.assay.mip;

/** How numbers are written. */
public enum Numbers {
  /**
   * In words of up to 24 characters, which every reader takes: 17 digits or more, so that a reader
   * of doubles gets the nearest one.
   */
  NEAREST,
  /** In all their digits, for solvers in fractions; CBC does not read such files. */
  EXACT
}

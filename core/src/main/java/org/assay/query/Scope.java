package org.assay.query;

/** Which activation patterns a query ranges over. */
public enum Scope {
  /** The pattern of the exact trace of the original image, held fixed (DeepCheck). */
  PATTERN,
  /** All patterns. */
  FULL
}

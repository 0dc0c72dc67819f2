package org.assay.pixels;

/** What decides questions about pixels. */
public enum Engine {
  /** Geometry, held against the solver on each image's first attack and on a seeded sample. */
  AUTO,
  /** Geometry alone. */
  GEOMETRY,
  /** The solver alone. */
  SMT
}

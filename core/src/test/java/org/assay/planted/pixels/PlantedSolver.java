package org.assay.planted.pixels;

import com.microsoft.z3.Version;

/** Talks to the solver. */
public final class PlantedSolver {
  private PlantedSolver() {}

  static String version() {
    return Version.getString();
  }
}

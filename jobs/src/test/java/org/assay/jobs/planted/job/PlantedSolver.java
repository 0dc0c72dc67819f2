package org.assay.jobs.planted.job;

import com.microsoft.z3.Context;

/** Talks to the solver past core. */
public final class PlantedSolver {
  private PlantedSolver() {}

  static void close(Context context) {
    context.close();
  }
}

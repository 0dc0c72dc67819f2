package org.assay.jobs.planted.table;

import org.assay.jobs.planted.job.PlantedExit;

/** A table that knows a job. */
public final class PlantedUpward {
  private PlantedUpward() {}

  static Class<?> up() {
    return PlantedExit.class;
  }
}

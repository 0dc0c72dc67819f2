package org.assay.jobs.planted.job;

/** Exits. */
public final class PlantedExit {
  private PlantedExit() {}

  static void exit() {
    System.exit(0);
  }
}

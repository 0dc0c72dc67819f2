package org.assay.jobs.planted.job;

/** Prints. */
public final class PlantedConsole {
  private PlantedConsole() {}

  static void print() {
    System.out.println("planted");
  }
}

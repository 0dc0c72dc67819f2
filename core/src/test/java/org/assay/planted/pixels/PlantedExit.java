package org.assay.planted.pixels;

/** Exits. */
public final class PlantedExit {
  private PlantedExit() {}

  static void exit() {
    System.exit(0);
  }
}

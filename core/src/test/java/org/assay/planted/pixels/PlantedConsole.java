package org.assay.planted.pixels;

/** Prints. */
public final class PlantedConsole {
  private PlantedConsole() {}

  static void print() {
    System.out.println();
  }
}

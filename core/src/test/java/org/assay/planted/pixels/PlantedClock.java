package org.assay.planted.pixels;

/** Reads the clock. */
public final class PlantedClock {
  private PlantedClock() {}

  public static long now() {
    return System.nanoTime();
  }
}

package org.assay.planted.network;

import org.assay.planted.pixels.PlantedClock;

/** A low package that uses a high one. */
public final class PlantedUpward {
  private PlantedUpward() {}

  static long reach() {
    return PlantedClock.now();
  }
}

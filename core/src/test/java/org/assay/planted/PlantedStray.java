package org.assay.planted;

/** In no layer. */
public final class PlantedStray {
  private PlantedStray() {}
}

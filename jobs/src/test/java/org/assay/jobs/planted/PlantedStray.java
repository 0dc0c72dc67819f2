package org.assay.jobs.planted;

/** Lies in no layer. */
public final class PlantedStray {
  private PlantedStray() {}
}

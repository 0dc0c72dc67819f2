package org.assay.planted.pixels;

import java.io.File;

/** Knows files. */
public final class PlantedFile {
  private PlantedFile() {}

  static File file() {
    return new File("x");
  }
}

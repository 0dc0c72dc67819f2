package org.assay.jobs.planted.job;

import com.typesafe.config.Config;

/** Reads a key. */
public final class PlantedKeys {
  private PlantedKeys() {}

  static String read(Config config) {
    return config.getString("planted");
  }
}

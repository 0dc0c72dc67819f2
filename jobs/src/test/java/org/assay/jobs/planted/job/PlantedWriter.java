package org.assay.jobs.planted.job;

import org.apache.spark.sql.Dataset;

/** Writes Parquet by itself. */
public final class PlantedWriter {
  private PlantedWriter() {}

  static void write(Dataset<?> rows) {
    rows.write().parquet("planted");
  }
}

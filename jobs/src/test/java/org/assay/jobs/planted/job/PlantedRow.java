package org.assay.jobs.planted.job;

import org.apache.spark.sql.Row;

/** Takes a row apart. */
public final class PlantedRow {
  private PlantedRow() {}

  static int first(Row row) {
    return row.getInt(0);
  }
}

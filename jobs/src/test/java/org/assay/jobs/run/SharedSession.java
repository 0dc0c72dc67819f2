package org.assay.jobs.run;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM, on two cores. */
public final class SharedSession {

  private SharedSession() {}

  public static SparkSession get() {
    return Sessions.open("local[2]");
  }
}

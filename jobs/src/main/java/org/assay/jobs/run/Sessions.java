package org.assay.jobs.run;

import org.apache.spark.sql.SparkSession;

/** Spark sessions as every command uses them. */
public final class Sessions {

  private Sessions() {}

  /**
   * The session of this JVM, made if there is none. Kryo with every class registered; anything else
   * that {@code spark-submit} sets stays.
   *
   * @param master such as {@code local[*]}
   */
  public static SparkSession open(String master) {
    return SparkSession.builder()
        .appName("assay")
        .master(master)
        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .config("spark.kryo.registrationRequired", "true")
        .config("spark.kryo.registrator", Registrator.class.getName())
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }
}

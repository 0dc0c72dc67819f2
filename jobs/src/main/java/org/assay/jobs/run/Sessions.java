package org.assay.jobs.run;

import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Spark sessions as every command uses them. */
public final class Sessions {

  private Sessions() {}

  /**
   * The session of this JVM, made if there is none. Kryo with every class registered. What {@code
   * spark-submit} sets goes before the master given here.
   *
   * @param master such as {@code local[*]}
   */
  public static SparkSession open(String master) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("assay")
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .config("spark.kryo.registrationRequired", "true")
            .config("spark.kryo.registrator", Registrator.class.getName())
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.debug.maxToStringFields", "100")
            .config("spark.sql.parquet.compression.codec", "snappy")
            // A row kept between steps may hold an image's 784 pixels with all their columns.
            .config("spark.sql.inMemoryColumnarStorage.batchSize", "16")
            // Java never compiles a method of more bytecode, and wide rows would make one.
            .config("spark.sql.codegen.hugeMethodLimit", "8000")
            .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
            // The files of batches and runs are listed here: tasks would report their status by
            // classes of Hadoop that Kryo does not know.
            .config("spark.sql.sources.parallelPartitionDiscovery.threshold", "1000000000")
            .config("spark.executor.heartbeatInterval", "5s");
    String plugins = System.getProperty("spark.plugins");
    String own = Metrics.class.getName();
    builder.config("spark.plugins", plugins == null ? own : plugins + "," + own);
    if (System.getProperty("spark.metrics.namespace") == null) {
      // The id of an application is not known yet when executors in this process start.
      builder.config("spark.metrics.namespace", "assay");
    }
    if (System.getProperty("spark.master") == null) {
      builder.master(master);
    }
    return builder.getOrCreate();
  }

  /** Files as a session's Hadoop configuration would know them, without the time to open one. */
  public static FileStore files() {
    return new FileStore(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
  }

  /** Files as this session's Hadoop configuration knows them. */
  public static FileStore files(SparkSession spark) {
    return new FileStore(spark.sparkContext().hadoopConfiguration());
  }
}

package org.assay.jobs.cli;

import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Sessions;
import picocli.CommandLine.Option;

/** Where tables are read from. */
final class ReadOptions {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the tables are, by any Hadoop path.")
  private String out = "";

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "local[*]",
      description = "Where Spark runs. Default: ${DEFAULT-VALUE}, inside this process.")
  private String master = "";

  String out() {
    return out;
  }

  /** Opens the Spark session, which takes some seconds. */
  Runner runner(Console console) {
    SparkSession spark = Sessions.open(master);
    FileStore files = Sessions.files(spark);
    return new Runner(spark, files, console, 0);
  }
}

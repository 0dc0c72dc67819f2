package org.assay.jobs.cli;

import org.assay.jobs.run.Runner;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to run, and where results go. */
final class RunOptions {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where tables go, by any Hadoop path; later runs add to it.")
  private String out = "";

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Of every sample drawn. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private SparkOptions spark = new SparkOptions();

  String out() {
    return out;
  }

  long seed() {
    return seed;
  }

  /** Opens the Spark session, which takes some seconds. */
  Runner runner(Invocation invocation) {
    return spark.runner(invocation);
  }
}

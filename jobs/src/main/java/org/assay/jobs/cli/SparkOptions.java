package org.assay.jobs.cli;

import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Sessions;
import picocli.CommandLine.Option;

/** How Spark runs. */
final class SparkOptions {

  @Option(
      names = "--partitions",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description =
          "Pieces that the work is cut into; results do not depend on it. Default: 4 a core.")
  private int partitions;

  @Option(
      names = "--batch",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description =
          "Units that may be found at a time and not yet be kept: what a command that is killed"
              + " loses at most; the same command goes on from there. Default: as many as take each"
              + " core some seconds.")
  private int batch;

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "local[*]",
      description = "Where Spark runs. Default: ${DEFAULT-VALUE}, inside this process.")
  private String master = "";

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      defaultValue = "client",
      description =
          "Where the driver runs: client, here, or cluster, where status.json in --out tells the"
              + " result. Needs SPARK_HOME. Default: ${DEFAULT-VALUE}.")
  private String deployMode = "";

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  /** Opens the Spark session, which takes some seconds. */
  Runner runner(Invocation invocation) {
    if (partitions < 0) {
      throw new BadInput("--partitions must not be negative, not " + partitions);
    }
    if (batch < 0) {
      throw new BadInput("--batch must not be negative, not " + batch);
    }
    // The launcher has handed the mode to spark-submit, which leaves this property.
    if (!deployMode.equals("client") && System.getProperty("spark.submit.deployMode") == null) {
      throw new BadInput("--deploy-mode " + deployMode + " needs a cluster: set SPARK_HOME");
    }
    Console given = invocation.console();
    Console console = quiet ? new Console(given.out(), given.err(), Console.Display.NONE) : given;
    SparkSession spark = Sessions.open(master);
    Runner.Keeping keeping = new Runner.Keeping(invocation.arguments(), batch, false);
    return new Runner(spark, Sessions.files(spark), console, partitions, keeping);
  }
}

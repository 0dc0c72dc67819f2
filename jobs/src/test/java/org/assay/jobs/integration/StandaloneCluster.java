package org.assay.jobs.integration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cluster of {@code scripts/cluster} with a folder and ports of its own. */
final class StandaloneCluster implements AutoCloseable {

  private static final Pattern MASTER = Pattern.compile("(spark://\\S+)");

  private final Command cluster;
  private final Path home;
  private final String master;

  private StandaloneCluster(Command cluster, Path home, String master) {
    this.cluster = cluster;
    this.home = home;
    this.master = master;
  }

  static StandaloneCluster start(Path home) throws IOException, InterruptedException {
    Command cluster =
        new Command(
            "cluster",
            Map.of(
                "ASSAY_CLUSTER_HOME", home.toString(),
                "ASSAY_CLUSTER_PORT", freePort(),
                "ASSAY_CLUSTER_WEB_PORT", freePort()));
    Matcher printed = MASTER.matcher(cluster.run("start"));
    if (!printed.find()) {
      throw new AssertionError("scripts/cluster start printed no master URL");
    }
    return new StandaloneCluster(cluster, home, printed.group(1));
  }

  /** Such as {@code spark://127.0.0.1:7077}. */
  String master() {
    return master;
  }

  /** The launcher with SPARK_HOME set, so that it uses spark-submit. */
  Command assay() {
    return Command.assay(Map.of("SPARK_HOME", home.toString()));
  }

  /** The same, with options for spark-submit. */
  Command assay(String sparkOptions) {
    return Command.assay(
        Map.of("SPARK_HOME", home.toString(), "ASSAY_SPARK_OPTIONS", sparkOptions));
  }

  Command.Outcome status() throws IOException, InterruptedException {
    return cluster.attempt("status");
  }

  String startAgain() throws IOException, InterruptedException {
    return cluster.run("start");
  }

  @Override
  public void close() throws IOException {
    try {
      cluster.run("stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    }
  }
}

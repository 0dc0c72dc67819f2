package org.assay.jobs.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assay.jobs.integration.Command;

/**
 * Whether twice the cores take half the time: the same audit on one core, on two in a process, and
 * on a standalone cluster of two workers with one core each, in turn. Times are the command's own,
 * from the first unit to the last table, so that start-up is left out. Then peak memory of the
 * process on 1,000 and on 10,000 images.
 *
 * @param runs how often each
 */
record Scale(int runs) implements Measurement {

  private static final int FEW = 1_000;
  private static final int MANY = 10_000;
  private static final int MINUTES = 60;

  private static final Pattern SECONDS = Pattern.compile("units in ([0-9.,]+) s");
  private static final Pattern MASTER = Pattern.compile("(spark://\\S+)");

  /**
   * An audit whose units cost even or uneven time.
   *
   * @param network beside the images, or the bundled one
   */
  private record Workload(String name, String network, int images, List<String> words) {

    String model(Setting setting) {
      return network.equals(Setting.NETWORK)
          ? network
          : setting.data().resolveSibling(network).toString();
    }
  }

  private static final List<Workload> WORKLOADS =
      List.of(
          new Workload(
              "pixels, full", Setting.NETWORK, 2_000, List.of("pixels", "--scope", "full")),
          new Workload(
              "robustness, 0.1, WK17a",
              WholeDataSet.WK17A,
              500,
              List.of("robustness", "--radius", "0.1")));

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public String description() {
    return "one core against two, one process against two workers, and memory";
  }

  @Override
  public List<Result> run(Setting setting) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("assay-cluster");
    Command cluster = cluster(home);
    List<Result> results = new ArrayList<>();
    try {
      Matcher printed = MASTER.matcher(cluster.run("start"));
      if (!printed.find()) {
        throw new IllegalStateException("scripts/cluster start printed no master");
      }
      Command onCluster = Command.assay(Map.of("SPARK_HOME", home.toString()));
      for (Workload workload : WORKLOADS) {
        results.addAll(speed(setting, workload, onCluster.within(MINUTES), printed.group(1)));
      }
    } finally {
      cluster.run("stop");
      WholeDataSet.delete(home);
    }
    results.addAll(memory(setting));
    return results;
  }

  private static Command cluster(Path home) throws IOException {
    return new Command(
        "cluster",
        Map.of(
            "ASSAY_CLUSTER_HOME", home.toString(),
            "ASSAY_CLUSTER_PORT", freePort(),
            "ASSAY_CLUSTER_WEB_PORT", freePort()));
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private List<Result> speed(Setting setting, Workload workload, Command onCluster, String master)
      throws IOException, InterruptedException {
    Command here = Command.assay(Map.of("ASSAY_MEMORY", "2g")).within(MINUTES);
    double[] one = new double[runs];
    double[] two = new double[runs];
    double[] workers = new double[runs];
    double[] cores = new double[runs];
    double[] processes = new double[runs];
    for (int run = 0; run < runs; run++) {
      one[run] = seconds(here, setting, workload, "local[1]");
      two[run] = seconds(here, setting, workload, "local[2]");
      workers[run] = seconds(onCluster, setting, workload, master);
      cores[run] = one[run] / (2 * two[run]);
      processes[run] = two[run] / workers[run];
      System.out.printf(
          "  %s: one core %.1f s, two %.1f s, two workers %.1f s%n",
          workload.name(), one[run], two[run], workers[run]);
    }
    String input = "%s, %,d images".formatted(workload.name(), workload.images());
    return List.of(
        new Result("one core", input, Spread.of(one), "s", ""),
        new Result("two cores", input, Spread.of(two), "s", ""),
        new Result("two workers of one core", input, Spread.of(workers), "s", ""),
        new Result("efficiency of two cores", input, Spread.of(cores), "ratio", "> 0.85"),
        new Result("two cores : two workers", input, Spread.of(processes), "ratio", "> 0.85"));
  }

  /** What the command says that its units took. */
  private static double seconds(Command command, Setting setting, Workload workload, String master)
      throws IOException, InterruptedException {
    Path out = Files.createTempDirectory("assay-bench");
    List<String> words = new ArrayList<>(workload.words());
    words.addAll(List.of("--quiet", "--master", master, "--out", out.resolve("out").toString()));
    words.addAll(List.of("--network", workload.model(setting)));
    words.addAll(List.of("--images", setting.data().toString()));
    words.addAll(List.of("--select", "0.." + (workload.images() - 1)));
    try {
      Matcher said = SECONDS.matcher(command.run(words.toArray(String[]::new)));
      if (!said.find()) {
        throw new IllegalStateException("the command did not say how long its units took");
      }
      return Double.parseDouble(said.group(1).replace(",", ""));
    } finally {
      WholeDataSet.delete(out);
    }
  }

  private List<Result> memory(Setting setting) throws IOException, InterruptedException {
    double[] few = new double[runs];
    double[] many = new double[runs];
    double[] growth = new double[runs];
    for (int run = 0; run < runs; run++) {
      few[run] = peakMegabytes(setting, FEW);
      many[run] = peakMegabytes(setting, MANY);
      growth[run] = many[run] / few[run];
      System.out.printf("  peak memory %.0f MB, %.0f MB%n", few[run], many[run]);
    }
    return List.of(
        new Result(
            "peak resident memory", "pixels, pattern, 1,000 images", Spread.of(few), "MB", ""),
        new Result(
            "peak resident memory", "pixels, pattern, 10,000 images", Spread.of(many), "MB", ""),
        new Result("10,000 images : 1,000", "the same", Spread.of(growth), "ratio", "about 1"));
  }

  /** With a heap of 768 MB, so that garbage does not hide what is kept; Linux alone tells it. */
  private static double peakMegabytes(Setting setting, int images)
      throws IOException, InterruptedException {
    Path out = Files.createTempDirectory("assay-bench");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("assay.top", "."), "scripts", "assay").toString(),
            "pixels",
            "--scope",
            "pattern",
            "--quiet",
            "--network",
            Setting.NETWORK,
            "--images",
            setting.data().toString(),
            "--select",
            "0.." + (images - 1),
            "--out",
            out.resolve("out").toString());
    builder.environment().put("ASSAY_MEMORY", "768m");
    builder.redirectErrorStream(true).redirectOutput(out.resolve("log").toFile());
    Process process = builder.start();
    double peak = 0;
    try {
      while (process.isAlive()) {
        peak = Math.max(peak, peakMegabytes(process.pid()));
        Thread.sleep(200);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(Files.readString(out.resolve("log")));
      }
      return peak;
    } finally {
      process.destroyForcibly();
      WholeDataSet.delete(out);
    }
  }

  private static double peakMegabytes(long process) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
        }
      }
    } catch (IOException e) {
      // It has ended since it was asked.
      return 0;
    }
    return 0;
  }
}

package org.assay.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.assay.jobs.integration.Digests;
import org.assay.jobs.integration.OpenBatches;

/**
 * A command in a process of its own that is killed, as by {@code kill -9}, again and again, and
 * given again until it comes to its end; then its tables are held against those of one that nobody
 * disturbed.
 *
 * @param folder for the output folders, one a command that came to its end
 * @param batch units that a kill may cost at most
 * @param arguments of the command, its output folder aside
 */
public record KilledCommand(Path folder, int batch, List<String> arguments) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * What came of it.
   *
   * @param kills how often a process was killed
   * @param betweenDataAndManifest of these, with a batch's data written and its manifest not
   * @param ended how many commands came to their end, each with the tables of the undisturbed one
   * @param differences tables that differ, and kills that cost more than a batch; none if all is
   *     well
   */
  public record Told(int kills, int betweenDataAndManifest, int ended, List<String> differences) {}

  public KilledCommand {
    arguments = List.copyOf(arguments);
  }

  /**
   * Kills processes at times that a seed draws.
   *
   * @param kills how many
   * @param atManifests of these, so many exactly between a batch's data and its manifest
   */
  public Told kill(int kills, int atManifests, long seed) throws Exception {
    Path whole = folder.resolve("undisturbed");
    Duration work = undisturbed(whole);
    List<String> expected = Digests.of(whole);
    Random random = new Random(seed);
    List<String> differences = new ArrayList<>();
    int killed = 0;
    int between = 0;
    int ended = 0;
    boolean running = false;
    Path out = folder.resolve("killed-0");
    while (killed < kills || running) {
      boolean atManifest = killed < kills && between < atManifests && killed % 2 == 0;
      Fault fault = new Fault(folder.resolve("reached-" + killed), 1 + random.nextInt(3));
      Process process = start(out, atManifest ? fault.options() : List.of());
      running = true;
      boolean alive = true;
      if (atManifest) {
        alive = awaitFile(process, fault.reached());
      } else if (killed < kills) {
        awaitFile(process, out.resolve(".open"));
        alive = !process.waitFor(random.nextLong(1 + work.toMillis()), TimeUnit.MILLISECONDS);
      } else {
        process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        alive = process.isAlive();
      }
      if (alive) {
        process.destroyForcibly().waitFor();
        killed++;
        between += atManifest ? 1 : 0;
        int open = OpenBatches.of(out).size();
        if (open > batch) {
          differences.add("kill %d left %d files without manifest".formatted(killed, open));
        }
      } else {
        running = false;
        ended++;
        differences.addAll(compared(expected, out, process.exitValue(), killed));
        out = folder.resolve("killed-" + ended);
      }
    }
    return new Told(killed, between, ended, differences);
  }

  /** Where a process is to stand still. */
  private record Fault(Path reached, int batch) {

    List<String> options() {
      return List.of("-Dassay.fault.pause=manifest:" + batch, "-Dassay.fault.reached=" + reached);
    }
  }

  private static List<String> compared(List<String> expected, Path out, int exitCode, int killed)
      throws IOException {
    List<String> found = new ArrayList<>(Digests.of(out));
    List<String> missing = new ArrayList<>(expected);
    List<String> differences = new ArrayList<>();
    if (exitCode != 0) {
      differences.add("after %d kills, exit code %d".formatted(killed, exitCode));
    }
    expected.forEach(found::remove);
    Digests.of(out).forEach(missing::remove);
    found.forEach(table -> differences.add("after %d kills, has %s".formatted(killed, table)));
    missing.forEach(table -> differences.add("after %d kills, lacks %s".formatted(killed, table)));
    return differences;
  }

  /** Runs the command to its end, and tells how long it was at work in its output folder. */
  private Duration undisturbed(Path out) throws IOException, InterruptedException {
    Process process = start(out, List.of());
    awaitFile(process, out.resolve(".open"));
    long start = System.nanoTime();
    if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "the command did not end well:\n" + Files.readString(log(out)));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Whether a file is there before the process ends. */
  private static boolean awaitFile(Process process, Path file) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (process.isAlive() && !Files.exists(file)) {
      if (System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException("nothing happened in " + LONGEST);
      }
      Thread.sleep(10);
    }
    return process.isAlive();
  }

  private Process start(Path out, List<String> options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    line.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // Without a second compiler Java reserves a fifth of the room for code, and audits fill it.
    line.add("-XX:ReservedCodeCacheSize=240m");
    line.addAll(options);
    line.addAll(List.of("-cp", classPath(), "org.assay.jobs.cli.Main"));
    line.addAll(arguments);
    line.addAll(List.of("--batch", Integer.toString(batch)));
    line.addAll(List.of("--out", out.toString()));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(out).toFile()))
        .start();
  }

  private static Path log(Path out) {
    return Path.of(out + ".log");
  }

  /** That of tests is in a property of its own where a jar of surefire stands for it. */
  private static String classPath() {
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path", ""));
  }
}

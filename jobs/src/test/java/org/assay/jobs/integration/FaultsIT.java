package org.assay.jobs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong on a cluster: two workers on loopback, of which executors are killed, one worker
 * is lost, and one unit among a thousand takes its task or its process with it. The run ends, and
 * every other row is that of an undisturbed run.
 */
@Tag("long")
@NeedsData("mnist")
final class FaultsIT {

  private static final int IMAGES = 1_000;
  private static final int POISONED = 437;

  private static Path folder = Path.of("");
  private static Path undisturbed = Path.of("");

  @BeforeAll
  static void auditInProcess(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    undisturbed = folder.resolve("undisturbed");
    Command.assay(Map.of()).run(pixels("local[2]", undisturbed));
  }

  @AfterAll
  static void noExecutorIsLeft() {
    assertThat(executors(folder)).isEmpty();
  }

  private static String[] pixels(String master, Path out) {
    return asked(master, out, List.of("pixels", "--scope", "pattern", "--batch", "100"));
  }

  private static String[] asked(String master, Path out, List<String> question) {
    List<String> words = new ArrayList<>(question);
    words.addAll(List.of("--master", master, "--quiet", "--network", "bundled:deepcheck"));
    words.addAll(List.of("--images", AssayData.data("mnist").toString()));
    words.addAll(List.of("--select", "0.." + (IMAGES - 1), "--out", out.toString()));
    return words.toArray(String[]::new);
  }

  /** Processes of executors whose Spark lies below a folder. */
  private static List<ProcessHandle> executors(Path home) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains("CoarseGrainedExecutorBackend"))
                    .filter(line -> line.contains(home.toString()))
                    .isPresent())
        .toList();
  }

  /** Waits until a run has kept so many batches. */
  private static void awaitBatches(Path out, int count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (batches(out) < count) {
      assertThat(System.nanoTime()).as("%d batches in %s", count, out).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static long batches(Path out) throws IOException {
    Path units = out.resolve(".units");
    if (!Files.exists(units)) {
      return 0;
    }
    try (var files = Files.walk(units, 2)) {
      return files.filter(file -> file.toString().endsWith(".batch")).count();
    }
  }

  private static CompletableFuture<Command.Outcome> started(Command assay, String... words) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return assay.attempt(words);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void killedExecutorsAndALostWorkerCostNothing() throws Exception {
    Path home = folder.resolve("losses");
    Path out = folder.resolve("after-losses");
    try (StandaloneCluster cluster = StandaloneCluster.start(home)) {
      var running = started(cluster.assay(), pixels(cluster.master(), out));
      awaitBatches(out, 1);
      executors(home).get(0).destroyForcibly();
      awaitBatches(out, 3);
      String worker = Files.readString(home.resolve("run/worker-2.pid")).strip();
      new ProcessBuilder("kill", "-KILL", "--", "-" + worker).inheritIO().start().waitFor();
      Command.Outcome outcome = running.get(10, TimeUnit.MINUTES);
      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
      assertThat(cluster.status().exitCode()).isEqualTo(1);
    }
    assertRows(out, "1 = 1", 0);
  }

  @Test
  void aPoisonedUnitIsUndecidedAndAllOthersAreThere() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("poison"))) {
      for (String fault : List.of("throw", "memory", "stack", "halt")) {
        Path out = folder.resolve("after-" + fault);
        Command.Outcome outcome =
            cluster
                .assay(
                    "--conf spark.task.maxFailures=2"
                        + " --conf spark.executor.extraJavaOptions=-Dassay.fault.unit=%s:%d:pixels"
                            .formatted(fault, POISONED))
                .attempt(pixels(cluster.master(), out));
        assertThat(outcome.exitCode()).as("%s: %s", fault, outcome.output()).isEqualTo(3);
        assertThat(outcome.output()).contains("image " + POISONED + ", crashed");
        assertRows(out, "image <> " + POISONED, 784);
      }
    }
  }

  @Test
  void aSolverThatHangsIsLeftBehind() throws Exception {
    Path out = folder.resolve("after-hang");
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("hang"))) {
      List<String> question =
          List.of(
              "pixels",
              "--scope",
              "pattern",
              "--engine",
              "smt",
              "--timeout",
              "20s",
              "--batch",
              "2");
      String[] words = asked(cluster.master(), out, question);
      words[List.of(words).indexOf("0.." + (IMAGES - 1))] = "0..9";
      Command.Outcome outcome =
          cluster
              .assay("--conf spark.executor.extraJavaOptions=-Dassay.fault.solver=hang:100")
              .attempt(words);
      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }
    try (StoredTables tables = StoredTables.open(out)) {
      assertThat(tables.number("SELECT count(*) FROM pixel_attacks")).isEqualTo(10 * 784);
      String open = "SELECT count(DISTINCT image) FROM pixel_attacks WHERE reason = 'TIMEOUT'";
      // Each of two executors has one solver that hangs.
      assertThat(tables.number(open)).isBetween(1L, 2L);
      assertThat(tables.number("SELECT count(*) FROM pixel_attacks WHERE reason <> 'TIMEOUT'"))
          .isZero();
    }
  }

  /** Compares with the undisturbed run; so many rows say that they crashed. */
  private static void assertRows(Path out, String which, long crashed)
      throws SQLException, IOException {
    try (StoredTables tables = StoredTables.open(undisturbed)) {
      tables.attach("other_", out);
      for (String name : List.of("pixel_attacks", "pixel_summary", "images")) {
        String rows = "SELECT COLUMNS(c -> c NOT IN ('run', 'seconds')) FROM %s WHERE " + which;
        String here = rows.formatted(name);
        String there = rows.formatted("other_" + name);
        String missing = "SELECT count(*) FROM (%s EXCEPT ALL %s)";
        assertThat(tables.number(missing.formatted(here, there))).as(name).isZero();
        assertThat(tables.number(missing.formatted(there, here))).as(name).isZero();
      }
      assertThat(tables.number("SELECT count(*) FROM other_pixel_attacks WHERE reason = 'CRASHED'"))
          .isEqualTo(crashed);
      assertThat(tables.number("SELECT count(*) FROM other_images")).isEqualTo(IMAGES);
    }
  }
}

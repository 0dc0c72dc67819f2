package org.assay.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command at a time, whole tables or none, and a status that says which. */
class OutputFolderTest {

  @TempDir private Path out = Path.of("");

  private final FileStore files = new FileStore(new Configuration());

  private Runner runner() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new Runner(
        SharedSession.get(), files, new Console(nowhere, nowhere, Console.Display.NONE), 0);
  }

  @Test
  void theSecondIsRefusedAndTold() throws Exception {
    try (OutputFolder first = OutputFolder.open(files, out.toString(), "pixels")) {
      assertThatThrownBy(() -> OutputFolder.open(files, out.toString(), "accuracy"))
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("another run is writing here")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
          .hasMessageContaining(".lock");
      assertThat(Files.readString(out.resolve("status.json"))).contains("running", "pixels");
      first.finish(0, "");
    }
    assertThat(Files.readString(out.resolve("status.json"))).contains("done");
    OutputFolder.open(files, out.toString(), "accuracy").close();
    assertThat(out.resolve(".lock")).doesNotExist();
  }

  @Test
  void aDeadProcessLosesItsLock() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    lock(InetAddress.getLocalHost().getHostName(), process.pid());
    OutputFolder.open(files, out.toString(), "pixels").close();
    assertThat(out.resolve(".lock")).doesNotExist();
  }

  @Test
  void anotherHostKeepsItsLock() throws Exception {
    lock("some-other-host", 1);
    assertThatThrownBy(() -> OutputFolder.open(files, out.toString(), "pixels"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("some-other-host");
    assertThat(out.resolve(".lock")).exists();
  }

  private void lock(String host, long pid) throws Exception {
    Files.writeString(out.resolve(".lock"), host + " " + pid + " 2026-01-01T00:00:00Z run-1");
  }

  @Test
  void aFailureLeavesNoTable() throws Exception {
    assertThatThrownBy(
            () ->
                runner()
                    .command(
                        out.toString(),
                        "accuracy",
                        folder -> {
                          runner()
                              .run(
                                  folder,
                                  run -> {
                                    AccuracyRow row = new AccuracyRow(null, 1, 1, 1, List.of(1L));
                                    run.write(
                                        Tables.ACCURACY,
                                        run.spark()
                                            .createDataset(
                                                List.of(row), Tables.ACCURACY.encoder()));
                                    throw new IllegalStateException("planted");
                                  });
                          return 0;
                        }))
        .hasMessageContaining("planted");
    assertThat(Files.readString(out.resolve("status.json")))
        .contains("\"state\" : \"failed\"", "\"exit_code\" : 3", "planted");
    try (var left = Files.list(out)) {
      assertThat(left.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("status.json", ".status.json.crc");
    }
  }
}

package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties decided by the command line, on the competition's own test files. */
@NeedsData("vnncomp2021_test")
class VerifyCommandTest {

  private static final Path SMALL = AssayData.data("vnncomp2021_test");

  @TempDir private Path folder = Path.of("");

  private static SparkSession spark() {
    return SharedSession.get();
  }

  private Called single(Path network, Path property) {
    return Called.assay(
        "verify",
        "--network",
        network.toString(),
        "--property",
        property.toString(),
        "--timeout",
        "60s",
        "--result",
        folder.resolve("result.txt").toString());
  }

  private String result() throws IOException {
    return Files.readString(folder.resolve("result.txt"));
  }

  private Called benchmark(Path list, String... more) {
    List<String> words = new java.util.ArrayList<>(List.of("verify", "--property"));
    words.addAll(List.of(list.toString(), "--out", folder.resolve("out").toString()));
    words.addAll(List.of(more));
    return Called.assay(words.toArray(String[]::new));
  }

  private List<VerifyRow> rows() {
    return Tables.VERIFY
        .read(spark(), folder.resolve("out").toString())
        .orderBy("row")
        .collectAsList();
  }

  @ParameterizedTest
  @CsvSource({
    "test_nano.onnx, test_nano.vnnlib, unsat",
    "test_tiny.onnx, test_tiny.vnnlib, unsat",
    "test_small.onnx, test_small.vnnlib, unsat",
    "test_unsat.onnx, test_prop.vnnlib, unsat",
    "test_sat.onnx, test_prop.vnnlib, sat",
  })
  void resultsAreTheKnownOnes(String network, String property, String answer) throws IOException {
    Called called = single(SMALL.resolve(network), SMALL.resolve(property));
    assertThat(called.exitCode()).as(called.err()).isZero();
    assertThat(called.out()).startsWith(answer + "\n");
    assertThat(result().lines().findFirst()).contains(answer);
    if (answer.equals("sat")) {
      assertThat(result())
          .matches(
              "sat\n\\(\\(X_0 -?[0-9.]+\\)\n( \\([XY]_\\d -?[0-9.]+\\)\n){8} \\(Y_4 -?[0-9.]+\\)\\)\n");
    } else {
      assertThat(result()).isEqualTo(answer + "\n");
    }
  }

  private Path written(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  @Test
  void aPointWithoutFloatsIsNoAnswerButKept() throws IOException {
    Path third =
        written(
            "third.vnnlib",
            "(declare-const X_0 Real)(declare-const Y_0 Real)"
                + "(assert (and (>= X_0 0.1) (<= X_0 0.1) (<= Y_0 100)))");
    Called called = single(SMALL.resolve("test_nano.onnx"), third);
    assertThat(called.exitCode()).as(called.err()).isZero();
    assertThat(result()).isEqualTo("unknown\n");
    assertThat(called.out()).contains("Violated by", "Float32  none", "Input    1/10");
  }

  @Test
  void badInputIsAnErrorInTheResultToo() throws IOException {
    Path broken = written("broken.vnnlib", "(declare-const X_0 Real)\n(assert (>= X_0 zero))\n");
    Called called = single(SMALL.resolve("test_nano.onnx"), broken);
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("line 2: 'zero' is no number").doesNotContain("\tat ");
    assertThat(result()).isEqualTo("error\n");
    called = single(folder.resolve("nowhere.onnx"), broken);
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("nowhere.onnx: no such file; check the path");
    called = single(SMALL.resolve("test_sat.onnx"), SMALL.resolve("test_nano.vnnlib"));
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("X_1 is not declared, but the network has 5 inputs");
  }

  @Test
  void aBenchmarkFillsATable() {
    Called called = benchmark(SMALL.resolve("test_instances.csv"));
    assertThat(called.exitCode()).as(called.err()).isZero();
    List<VerifyRow> rows = rows();
    assertThat(rows).extracting(VerifyRow::row).containsExactly(1, 2, 3, 4, 5);
    assertThat(rows)
        .extracting(VerifyRow::answer)
        .containsExactly("unsat", "unsat", "unsat", "sat", "unsat");
    assertThat(rows)
        .filteredOn(r -> r.answer().equals("unsat"))
        .allMatch(r -> "Holds".equals(r.verdict()) && r.proof() != null && r.input().isEmpty());
    VerifyRow sat = rows.get(3);
    assertThat(sat.input()).hasSize(5);
    assertThat(sat.output()).hasSize(5);
    assertThat(sat.float32Replay()).isEqualTo("HOLDS");
    assertThat(rows).allMatch(r -> r.timeout() == 60 && r.networkHash() != null);
    assertThat(called.out()).contains("unsat", "80.00 %", "Tables");
    RunRow run = Tables.RUNS.read(spark(), folder.resolve("out").toString()).head();
    assertThat(run.command()).isEqualTo("verify");
    assertThat(run.units()).isEqualTo(5);
    assertThat(Called.assay("report", "--out", folder.resolve("out").toString()).exitCode())
        .isZero();
  }

  @Test
  void missingFilesAreRowsAndPackedOnesAreRead() throws IOException {
    Path networks = Files.createDirectories(folder.resolve("networks"));
    packed(SMALL.resolve("test_nano.onnx"), networks.resolve("test_nano.onnx.gz"));
    packed(SMALL.resolve("test_nano.vnnlib"), folder.resolve("nano.vnnlib.gz"));
    Path list =
        written(
            "instances.csv",
            "onnx/test_nano.onnx,nano.vnnlib,7.5\r\n\nonnx/absent.onnx,nano.vnnlib,7.5\n"
                + "onnx/test_nano.onnx,absent.vnnlib,7.5\n");
    Called called = benchmark(list, "--networks", networks.toString());
    assertThat(called.exitCode()).as(called.err()).isZero();
    List<VerifyRow> rows = rows();
    assertThat(rows).extracting(VerifyRow::answer).containsExactly("unsat", "error", "error");
    assertThat(rows.get(0).timeout()).isEqualTo(7.5);
    assertThat(rows.get(1).detail()).contains("absent.onnx: no such file");
    assertThat(rows.get(2).detail()).contains("absent.vnnlib: no such file");
    assertThat(called.out()).contains("Could not be read", "instance 2: ", "instance 3: ");
  }

  private static void packed(Path from, Path to) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
      Files.copy(from, out);
    }
  }

  @Test
  void aSingleInstanceFillsATableWhereAsked() {
    Called called =
        benchmark(
            SMALL.resolve("test_nano.vnnlib"),
            "--network",
            SMALL.resolve("test_nano.onnx").toString(),
            "--timeout",
            "5s");
    assertThat(called.exitCode()).as(called.err()).isZero();
    assertThat(rows()).hasSize(1).allMatch(r -> r.timeout() == 5 && r.answer().equals("unsat"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.onnx,b.vnnlib|line 2: 2 values; a line is network,property,seconds",
        "a.onnx,b.vnnlib,soon|line 2: 'soon' is no number of seconds above 0",
        "a.onnx,b.vnnlib,0|line 2: '0' is no number of seconds above 0",
      })
  void brokenListsAreToldWithTheirLine(String line, String message) throws IOException {
    Called called = benchmark(written("list.csv", "a.onnx,b.vnnlib,1\n" + line + "\n"));
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains(message);
  }

  @Test
  void emptyListsAreToldSo() throws IOException {
    Called called = benchmark(written("list.csv", "\n"));
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("no line with an instance");
  }
}

package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.eval.ExactSemantics;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.AccuracyRow;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.ImportanceRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands from end to end on the bundled network and digits. */
class CommandsTest {

  @TempDir private Path out = Path.of("");

  private Called call(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(command, "--network", "bundled:deepcheck", "--images", "bundled:digits"));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(List.of(more));
    Called called = Called.assay(arguments.toArray(String[]::new));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private SparkSession spark() {
    return SharedSession.get();
  }

  @Test
  void inspectShowsLayersAndHash() {
    Called called = Called.assay("inspect", "--network", "bundled:deepcheck");
    assertThat(called.exitCode()).isZero();
    assertThat(called.out()).contains("Dense 784 -> 10", "8,180", "Content hash");
  }

  @Test
  void accuracyCountsWhatTheImagesSay() throws Exception {
    Called called = call("accuracy", "--select", "0..99", "--onnxruntime");
    List<ImageRow> images = Tables.IMAGES.read(spark(), out.toString()).collectAsList();
    assertThat(images).hasSize(100).allMatch(i -> i.pixels().size() == 784);
    assertThat(images).allMatch(i -> Integer.valueOf(i.predicted()).equals(i.onnxruntimeLabel()));
    List<AccuracyRow> rows = Tables.ACCURACY.read(spark(), out.toString()).collectAsList();
    AccuracyRow all = rows.stream().filter(r -> r.label() == null).findFirst().orElseThrow();
    long right = images.stream().filter(i -> i.predicted() == i.label()).count();
    assertThat(all.correct()).isEqualTo(right).isGreaterThan(80);
    assertThat(rows.stream().filter(r -> r.label() != null).mapToLong(AccuracyRow::images).sum())
        .isEqualTo(100);
    assertThat(called.out())
        .contains(right + " of 100 images are labelled right", "the same label to 100 of 100");
    assertThat(Files.readString(out.resolve("status.json")))
        .contains("\"state\" : \"done\"", "\"exit_code\" : 0", "\"table\" : \"accuracy\"");
    assertThat(out.resolve(".lock")).doesNotExist();
    assertThat(out.resolve(".staging")).doesNotExist();
  }

  @Test
  void importanceRanksEveryPixel() {
    call("importance", "--select", "3", "--metric", "abs,coi", "--exact");
    List<ImportanceRow> rows = Tables.IMPORTANCE.read(spark(), out.toString()).collectAsList();
    assertThat(rows).hasSize(784).allMatch(r -> r.rankCo() == null && r.co() == null);
    assertThat(rows).allMatch(r -> r.coefficientExact() != null && r.rankAbs() != null);
    assertThat(rows.stream().map(ImportanceRow::rankCoi)).doesNotHaveDuplicates();
    assertThat(rows)
        .allMatch(
            r -> Double.valueOf(Math.abs(r.coefficient())).equals(r.abs()) || r.abs() != null);
  }

  @Test
  void traceWritesThreeForms() throws Exception {
    Called called = call("trace", "--select", "3");
    try (var files = Files.walk(out.resolve("traces"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .contains("image-3.txt", "image-3.csv", "image-3.smt2");
    }
    assertThat(called.out()).contains("logit 9", "unit 29");
  }

  @Test
  void pixelsAndPairsAgreeWithEachOther() {
    call("pixels", "--scope", "pattern", "--select", "19..22,62", "--count", "1");
    call(
        "pixels",
        "--scope",
        "pattern",
        "--select",
        "19..22,62",
        "--count",
        "2",
        "--pairs",
        "top:30");
    List<PixelAttackRow> pixels =
        Tables.PIXEL_ATTACKS.read(spark(), out.toString()).collectAsList();
    assertThat(pixels.stream().map(p -> p.image() * 784 + p.pixel()).distinct()).hasSize(5 * 784);
    assertThat(pixels)
        .filteredOn(p -> p.verdict().equals("Violated"))
        .isNotEmpty()
        .allMatch(p -> p.witness() != null && p.infimum() != null && p.low() != null);
    List<PixelPairRow> pairs = Tables.PIXEL_PAIRS.read(spark(), out.toString()).collectAsList();
    List<PixelSummaryRow> summary =
        Tables.PIXEL_SUMMARY.read(spark(), out.toString()).collectAsList();
    long counted =
        summary.stream().filter(s -> s.count() == 2).mapToLong(PixelSummaryRow::attackable).sum();
    assertThat(pairs).hasSize(Math.toIntExact(counted));
    assertThat(summary).filteredOn(s -> s.count() == 2).allMatch(s -> s.units() == 30 * 29 / 2);
    assertThat(Tables.RUNS.read(spark(), out.toString()).collectAsList())
        .hasSize(2)
        .allMatch(r -> r.engineDifferences() == 0 && r.exitCode() == 0);
  }

  @Test
  void robustnessHasWitnessesThatHold() {
    Called called =
        call("robustness", "--select", "0..29", "--radius", "0.005,1/10", "--timeout", "5s");
    List<RobustnessRow> rows = Tables.ROBUSTNESS.read(spark(), out.toString()).collectAsList();
    assertThat(rows).hasSize(60);
    assertThat(rows).extracting(RobustnessRow::verdict).contains("Robust", "Violated");
    assertThat(rows)
        .filteredOn(r -> r.verdict().equals("Robust"))
        .allMatch(r -> r.proof() != null && r.witness().isEmpty() && r.predicted() == r.label());
    byte[] file = Tables.RUNS.read(spark(), out.toString()).head().networkFile().array();
    Network network = OnnxReader.read("deepcheck", file).network();
    for (RobustnessRow row : rows) {
      if (row.verdict().equals("Violated")) {
        assertThat(row.witnessKind()).isEqualTo("FLOAT");
        Tensor witness =
            Tensor.of(network.input(), row.witness().stream().mapToDouble(v -> v).toArray());
        int label = ExactSemantics.label(ExactSemantics.logits(network, witness));
        assertThat(label).isEqualTo(row.witnessLabel()).isNotEqualTo(row.label());
      }
    }
    assertThat(called.out()).contains("certified", "misclassified", "0.005", "0.1");
  }

  @Test
  void storedPairsAreThoseThatAreCounted() {
    call(
        "pixels",
        "--scope",
        "pattern",
        "--select",
        "12",
        "--count",
        "2",
        "--pairs",
        "all",
        "--store",
        "attackable",
        "--engine",
        "geometry");
    PixelSummaryRow summary =
        Tables.PIXEL_SUMMARY.read(spark(), out.toString()).collectAsList().get(0);
    assertThat(summary.units()).isEqualTo(306_936);
    List<PixelPairRow> pairs = Tables.PIXEL_PAIRS.read(spark(), out.toString()).collectAsList();
    assertThat((long) pairs.size()).isEqualTo(summary.attackable());
    assertThat(pairs.stream().filter(PixelPairRow::newAttack).count())
        .isEqualTo(summary.newAttacks());
  }

  @Test
  void translateWritesPrograms() {
    Path file = out.resolve("program");
    Called called =
        Called.assay(
            "translate",
            "--network",
            "bundled:deepcheck",
            "--to",
            "java,c",
            "--out",
            file.toString());
    assertThat(called.exitCode()).isZero();
    assertThat(Path.of(file + ".java")).exists();
    assertThat(Path.of(file + ".c")).exists();
  }
}

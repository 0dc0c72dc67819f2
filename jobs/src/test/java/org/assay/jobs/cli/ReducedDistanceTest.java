package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.eval.ExactSemantics;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Smallest changes of reduced images and of rounded networks, from end to end. */
@NeedsData("mnist")
class ReducedDistanceTest {

  @TempDir private Path out = Path.of("");

  private void call(String... options) {
    String[] arguments = concat(new String[] {"distance", "--out", out.toString()}, options);
    Called called = Called.assay(arguments);
    assertThat(called.exitCode()).as(called.err()).isZero();
  }

  private SparkSession spark() {
    return SharedSession.get();
  }

  private List<DistanceRow> distances() {
    return Tables.DISTANCE.read(spark(), out.toString()).collectAsList();
  }

  private Network network() {
    RunRow run = Tables.RUNS.read(spark(), out.toString()).head();
    return OnnxReader.read("network", run.networkFile().array()).network();
  }

  private static int label(Network network, List<Float> input) {
    Tensor values = Tensor.of(network.input(), input.stream().mapToDouble(v -> v).toArray());
    return ExactSemantics.label(ExactSemantics.logits(network, values));
  }

  /** Lantern's Figure 1: an image, what its components show, and the changed components. */
  @Test
  void reducedImagesAreBroughtBackToPixels() throws IOException {
    String[] options = {
      "--network",
      AssayData.models("lantern-small-30-10-10.onnx").toString(),
      "--reduce",
      AssayData.models("pca30.onnx").toString(),
      "--images",
      AssayData.data("mnist").toString(),
      "--select",
      "0..9",
      "--from",
      "1",
      "--to",
      "7"
    };
    call(options);
    List<DistanceRow> rows = distances();
    Network network = network();
    assertThat(rows).hasSize(2);
    for (DistanceRow row : rows) {
      assertThat(row.outcome()).isEqualTo("Bracketed");
      assertThat(row.domain()).isNull();
      assertThat(row.origin()).hasSize(30);
      assertThat(label(network, row.origin())).isEqualTo(row.predicted()).isEqualTo(1);
      assertThat(label(network, row.witness())).isEqualTo(7);
      assertThat(row.highDouble()).isBetween(0.2, 0.5);
      assertThat(row.pixels()).hasSize(784);
      assertThat(away(row.pixels(), row.reducedPixels())).isLessThan(0.15);
      assertThat(away(row.reducedPixels(), row.perturbedPixels())).isBetween(0.001, 0.15);
    }
    assertThat(Called.assay("report", "--out", out.toString()).exitCode()).isZero();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("The smallest change that leads to label 7, of reduced images")
        .contains("original: 1", "reduced: 1", "witness: 7", "1 becomes 7");
    call(concat(options, "--round-bits", "10"));
    assertThat(Tables.RUNS.read(spark(), out.toString()).collectAsList())
        .extracting(RunRow::significandBits)
        .containsExactlyInAnyOrder(null, 10);
    assertThat(distances()).extracting(DistanceRow::question).doesNotHaveDuplicates().hasSize(4);
  }

  private static String[] concat(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** The mean absolute difference of two pictures. */
  private static double away(List<Float> a, List<Float> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += Math.abs(a.get(i) - b.get(i));
    }
    return sum / a.size();
  }

  /** The reduced image is made again from the image and the reduction that the run row holds. */
  @Test
  void reducedImagesAreJudgedAgain() {
    call(
        "--network",
        AssayData.models("lantern-small-30-10-10.onnx").toString(),
        "--reduce",
        AssayData.models("pca30.onnx").toString(),
        "--images",
        AssayData.data("mnist").toString(),
        "--select",
        "0..2",
        "--precision",
        "0.05");
    StoredRows stored = new StoredRows(out);
    Called right = Called.assay("check", "--out", out.toString(), "--timeout", "2s");
    assertThat(right.exitCode()).as(right.out() + right.err()).isZero();
    assertThat(right.out()).contains("low ends, sampled").doesNotContain("OPEN");
    List<DistanceRow> rows = new ArrayList<>(stored.of(Tables.DISTANCE));
    DistanceRow row = rows.get(0);
    List<Float> origin = new ArrayList<>(row.origin());
    origin.set(4, Math.nextUp(origin.get(4)));
    rows.set(0, StoredRows.with(row, Map.of("origin", origin)));
    stored.replace(Tables.DISTANCE, rows);
    Called check = Called.assay("check", "--out", out.toString(), "--timeout", "2s");
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out())
        .contains("image " + row.image() + ": the reduction gives ", "at position 4, not what is");
  }
}

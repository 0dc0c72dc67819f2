package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Smallest changes from end to end. */
class DistanceCommandTest {

  @TempDir private Path out = Path.of("");

  private Called call(String... options) {
    List<String> arguments = new ArrayList<>(List.of("distance", "--out", out.toString()));
    arguments.addAll(List.of(options));
    Called called = Called.assay(arguments.toArray(String[]::new));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private Called bundled(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("--network", "bundled:deepcheck", "--images", "bundled:digits"));
    arguments.addAll(List.of(options));
    return call(arguments.toArray(String[]::new));
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

  private static Rational exact(@Nullable String number) {
    return Rational.parse(Objects.requireNonNull(number));
  }

  private static int label(Network network, List<Float> input) {
    Tensor values = Tensor.of(network.input(), input.stream().mapToDouble(v -> v).toArray());
    return ExactSemantics.label(ExactSemantics.logits(network, values));
  }

  @Test
  void distancesNarrowFromRunToRun() {
    bundled("--select", "0..3", "--precision", "0.02");
    List<DistanceRow> first = distances();
    Called second = bundled("--select", "0..3");
    Map<Integer, List<DistanceRow>> rows =
        distances().stream().collect(Collectors.groupingBy(DistanceRow::image));
    Network network = network();
    assertThat(first).hasSize(4).allMatch(r -> r.outcome().equals("Bracketed"));
    for (DistanceRow before : first) {
      List<DistanceRow> both = Objects.requireNonNull(rows.get(before.image()));
      DistanceRow after = both.get(both.get(0).equals(before) ? 1 : 0);
      assertThat(after.question()).isEqualTo(before.question());
      assertThat(exact(after.low())).isGreaterThanOrEqualTo(exact(before.low()));
      assertThat(exact(after.high())).isLessThanOrEqualTo(exact(before.high()));
      assertThat(exact(after.high()).minus(exact(after.low())))
          .isLessThanOrEqualTo(Rational.parse("0.001"));
      assertThat(label(network, after.witness()))
          .isEqualTo(after.witnessLabel())
          .isNotEqualTo(after.predicted());
    }
    assertThat(second.out()).contains("Bracketed", "median", "no change up to");
    bundled("--select", "0..3");
    assertThat(distances()).filteredOn(r -> "KNOWN".equals(r.method())).hasSize(4);
  }

  @Test
  void misclassifiedImagesAreForcedRight() throws IOException {
    bundled("--select", "20..39", "--to", "true", "--precision", "0.005");
    List<DistanceRow> rows = distances();
    Network network = network();
    assertThat(rows).hasSize(20).extracting(DistanceRow::goal).containsOnly("TRUE");
    assertThat(rows).extracting(DistanceRow::outcome).contains("Already", "Bracketed");
    for (DistanceRow row : rows) {
      boolean right = row.label() == row.predicted();
      assertThat(row.outcome().equals("Already")).isEqualTo(right);
      if (!right) {
        assertThat(label(network, row.witness())).isEqualTo(row.label());
      }
    }
    assertThat(Called.assay("report", "--out", out.toString()).exitCode()).isZero();
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("The smallest change that leads to the true label", "Already")
        .contains("Images by the size of their smallest known change");
  }

  @Test
  void aLabelThatNoImageHasIsTold() {
    Called called =
        Called.assay(
            "distance",
            "--out",
            out.toString(),
            "--network",
            "bundled:deepcheck",
            "--images",
            "bundled:digits",
            "--from",
            "11");
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains("no selected image has label 11");
  }
}

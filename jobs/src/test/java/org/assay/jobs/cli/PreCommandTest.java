package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.eval.OrderedSemantics;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reduction before a network: what is asked and found is about pixels. */
@Tag("long")
@NeedsData("mnist")
class PreCommandTest {

  private static final String SMALL = AssayData.models("lantern-small-30-10-10.onnx").toString();
  private static final String PCA = AssayData.models("pca30.onnx").toString();

  @TempDir private Path out = Path.of("");

  private SparkSession spark() {
    return SharedSession.get();
  }

  private Called call(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--network", SMALL, "--pre", PCA));
    arguments.addAll(List.of("--images", AssayData.data("mnist").toString()));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(List.of(more));
    Called called = Called.assay(arguments.toArray(String[]::new));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private static Network read(String file) throws IOException {
    return OnnxReader.read("file", Files.readAllBytes(Path.of(file))).network();
  }

  private void judgedAgain(String found) {
    Called check = Called.assay("check", "--out", out.toString(), "--timeout", "2s");
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    assertThat(check.out()).contains(found);
  }

  @Test
  void predictionsAreThoseOfTheReducedImages() throws IOException {
    Called called = call("accuracy", "--select", "0..199");
    assertThat(called.out()).contains(SMALL + " behind " + PCA);
    Network reduction = read(PCA);
    Network network = read(SMALL);
    for (ImageRow image : Tables.IMAGES.read(spark(), out.toString()).collectAsList()) {
      double[] pixels = image.pixels().stream().mapToDouble(p -> p).toArray();
      double[] reduced = OrderedSemantics.logits(reduction, Tensor.of(reduction.input(), pixels));
      assertThat(image.predicted())
          .isEqualTo(
              OrderedSemantics.label(
                  OrderedSemantics.logits(network, Tensor.of(network.input(), reduced))));
    }
    RunRow run = Tables.RUNS.read(spark(), out.toString()).head();
    assertThat(run.pre()).isEqualTo(PCA);
    assertThat(run.networkHash())
        .isEqualTo(SharedNetwork.of(run).network().contentHash())
        .isNotEqualTo(network.contentHash());
    assertThat(Called.assay("report", "--out", out.toString()).exitCode()).isZero();
  }

  @Test
  void pixelsAreAttackedAndJudgedAgain() {
    call("pixels", "--select", "0..1", "--count", "1", "--scope", "pattern");
    assertThat(Tables.PIXEL_ATTACKS.read(spark(), out.toString()).count())
        .isGreaterThanOrEqualTo(2 * 784);
    judgedAgain("pixel_attacks");
    assertThat(Called.assay("explain", "--out", out.toString(), "--image", "0").exitCode())
        .isZero();
  }

  @Test
  void ballsOfPixelsAreDecidedAndJudgedAgain() {
    call("robustness", "--select", "0..9", "--radius", "0.005", "--timeout", "10s");
    assertThat(Tables.ROBUSTNESS.read(spark(), out.toString()).collectAsList())
        .hasSize(10)
        .noneMatch(row -> row.verdict().equals("Undecided"));
    judgedAgain("robustness");
  }

  @Test
  void distancesOfPixelsAreFoundAndJudgedAgain() {
    call("distance", "--select", "0..2", "--precision", "0.01");
    assertThat(Tables.DISTANCE.read(spark(), out.toString()).collectAsList())
        .allMatch(row -> row.reduction() == null && row.outcome().equals("Bracketed"));
    judgedAgain("distance");
  }

  /** A file of both together is the same network as the two files. */
  @Test
  void bothCanBeWrittenAsOneFile() throws IOException {
    String file = out.resolve("both.onnx").toString();
    Called called =
        Called.assay("round", "--network", SMALL, "--pre", PCA, "--bits", "10", "--out", file);
    assertThat(called.exitCode()).as(called.err()).isZero();
    Called inspect =
        Called.assay("inspect", "--network", SMALL, "--pre", PCA, "--round-bits", "10");
    assertThat(inspect.out())
        .contains("Content hash  " + read(file).contentHash(), "pca30 stands before it");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Called called = Called.assay("inspect", "--network", "bundled:deepcheck", "--pre", PCA);
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err())
        .contains("takes 784 values, but pca30, which stands before it, gives 30")
        .doesNotContain("\tat ");
    Called runtime =
        Called.assay(
            "accuracy",
            "--onnxruntime",
            "--network",
            SMALL,
            "--pre",
            PCA,
            "--images",
            AssayData.data("mnist").toString(),
            "--out",
            out.toString());
    assertThat(runtime.exitCode()).isEqualTo(2);
    assertThat(runtime.err()).contains("and --pre; leave");
  }

  /** The file that pca writes is a network that goes before another, and a reduction. */
  @Test
  void componentsThatAreFoundServe() {
    String file = out.resolve("found.onnx").toString();
    Called called =
        Called.assay(
            "pca",
            "--images",
            AssayData.data("mnist").toString(),
            "--select",
            "0..999",
            "--components",
            "30",
            "--out",
            file);
    assertThat(called.exitCode()).as(called.err()).isZero();
    assertThat(called.out()).contains("of 1,000 images is along 30 components", file);
    Called inspect = Called.assay("inspect", "--network", SMALL, "--pre", file);
    assertThat(inspect.out()).contains("Dense 784 -> 30", "found stands before it");
  }

  /** A property of pixels, of a network whose inputs are components. */
  @Test
  void propertiesOfPixelsAreDecidedAndJudgedAgain() throws IOException {
    String property = Files.writeString(out.resolve("p.vnnlib"), property()).toString();
    Called terminal =
        Called.assay("verify", "--network", SMALL, "--pre", PCA, "--property", property);
    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    assertThat(terminal.out()).startsWith("sat");
    String tables = out.resolve("tables").toString();
    Called called =
        Called.assay(
            "verify", "--network", SMALL, "--pre", PCA, "--property", property, "--out", tables);
    assertThat(called.exitCode()).as(called.err()).isZero();
    assertThat(Tables.RUNS.read(spark(), tables).head().pre()).isEqualTo(PCA);
    Called check = Called.assay("check", "--out", tables);
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    Called list = Called.assay("verify", "--pre", PCA, "--property", "x.csv", "--out", tables);
    assertThat(list.exitCode()).isEqualTo(2);
    assertThat(list.err()).contains("--pre goes with a single property");
  }

  /** Black pixels but one, and the first output at least the second. */
  private static String property() {
    StringBuilder text = new StringBuilder();
    for (int pixel = 0; pixel < 784; pixel++) {
      text.append("(declare-const X_%d Real)\n".formatted(pixel));
    }
    for (int label = 0; label < 10; label++) {
      text.append("(declare-const Y_%d Real)\n".formatted(label));
    }
    for (int pixel = 0; pixel < 784; pixel++) {
      String high = pixel == 400 ? "1.0" : "0.0";
      text.append("(assert (>= X_%d 0.0))\n(assert (<= X_%d %s))\n".formatted(pixel, pixel, high));
    }
    return text + "(assert (or (and (>= Y_0 Y_1)) (and (>= Y_1 Y_0))))\n";
  }
}

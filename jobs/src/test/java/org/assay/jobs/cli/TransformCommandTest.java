package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reduction makes of images is a data set like any other. */
@NeedsData("mnist")
class TransformCommandTest {

  private static final String SMALL = AssayData.models("lantern-small-30-10-10.onnx").toString();
  private static final String PCA = AssayData.models("pca30.onnx").toString();
  private static final String MNIST = AssayData.data("mnist").toString();

  @TempDir private Path folder = Path.of("");

  private static Called call(String... arguments) {
    Called called = Called.assay(arguments);
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private String reduced(String selection) {
    String file = folder.resolve("reduced.csv").toString();
    Called called =
        call(
            "transform", "--network", PCA, "--images", MNIST, "--select", selection, "--out", file);
    assertThat(called.out()).contains("30 of each of", "Data set  " + file);
    return file;
  }

  @Test
  void predictionsAreThoseOfBothTogether() {
    SparkSession spark = SharedSession.get();
    String before = folder.resolve("before").toString();
    String behind = folder.resolve("behind").toString();
    call("accuracy", "--network", SMALL, "--images", reduced("0..499"), "--out", before);
    call(
        "accuracy",
        "--network",
        SMALL,
        "--pre",
        PCA,
        "--images",
        MNIST,
        "--select",
        "0..499",
        "--out",
        behind);
    List<ImageRow> apart = Tables.IMAGES.read(spark, before).orderBy("image").collectAsList();
    List<ImageRow> together = Tables.IMAGES.read(spark, behind).orderBy("image").collectAsList();
    assertThat(apart).hasSize(500);
    for (int i = 0; i < apart.size(); i++) {
      assertThat(apart.get(i).label()).isEqualTo(together.get(i).label());
      assertThat(apart.get(i).predicted()).isEqualTo(together.get(i).predicted());
      assertThat(apart.get(i).margin()).isEqualTo(together.get(i).margin());
    }
  }

  @Test
  void changesOfReducedValuesAreAskedAbout() {
    String out = folder.resolve("out").toString();
    String file = reduced("0..9");
    call(
        "robustness",
        "--network",
        SMALL,
        "--images",
        file,
        "--domain",
        "-20:20",
        "--radius",
        "0.1",
        "--out",
        out);
    assertThat(Tables.ROBUSTNESS.read(SharedSession.get(), out).collectAsList())
        .hasSize(10)
        .noneMatch(row -> row.verdict().equals("Undecided"));
    assertThat(Called.assay("check", "--out", out).exitCode()).isZero();
    assertThat(Called.assay("report", "--out", out).exitCode()).isZero();
  }

  /** The least and greatest value of the data set are told, since --domain asks for them. */
  @Test
  void endsAreTold() throws Exception {
    String file = folder.resolve("ends.csv").toString();
    String out =
        call("transform", "--network", PCA, "--images", MNIST, "--select", "0..9", "--out", file)
            .out();
    double[] values =
        Files.readAllLines(Path.of(file)).stream()
            .flatMap(line -> List.of(line.split(",", -1)).stream().skip(1))
            .mapToDouble(Double::parseDouble)
            .sorted()
            .toArray();
    assertThat(values).hasSize(300);
    assertThat(out)
        .contains("from " + (float) values[0] + " to " + (float) values[values.length - 1]);
  }

  @Test
  void outputsThatAreNoFloatsAreRefused() {
    Called called =
        Called.assay(
            "transform",
            "--network",
            PCA,
            "--images",
            "bundled:digits",
            "--select",
            "0..3",
            "--out",
            folder.resolve("no").resolve("x.csv").toString(),
            "--round-bits",
            "99");
    assertThat(called.exitCode()).isEqualTo(2);
  }
}

package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.LaneRow;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels in every arithmetic, and verdicts in every order, from end to end. */
class LanesCommandTest {

  private static final String SUBJECT = " --network bundled:deepcheck --images bundled:digits";

  @TempDir private Path folder = Path.of("");

  private SparkSession spark() {
    return SharedSession.get();
  }

  private static Called done(String line) {
    Called called = Called.assay(line.split(" "));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  @Test
  void everyImageHasARow() {
    String out = folder.resolve("out").toString();
    Called called = done("lanes" + SUBJECT + " --select 0..39 --partitions 3 --out " + out);
    List<LaneRow> rows = Tables.LANES.read(spark(), out).collectAsList();
    assertThat(rows).hasSize(40);
    Network network =
        new NetworkSource(NetworkSource.DEEPCHECK, null).read(Sessions.files(spark())).network();
    SharedImages images =
        SharedImages.of(
            new ImageSource(ImageSource.DIGITS, false, false)
                .read(spark(), Sessions.files(spark())),
            Selection.parse("0..39"),
            network.input());
    for (LaneRow row : rows) {
      Tensor image = images.ofId(Objects.requireNonNull(row.image())).image();
      assertThat(row.exact())
          .isEqualTo(ExactSemantics.label(ExactSemantics.logits(network, image)));
      assertThat(row.biasLast())
          .isEqualTo(OrderedSemantics.label(OrderedSemantics.logits(network, image)));
      assertThat(row.anyOrder()).isIn(null, row.exact());
      assertThat(row.onnxruntime()).isNotNull();
      assertThat(row.onnxruntimeVersion()).isNotNull();
      assertThat(row.source()).isEqualTo("images");
    }
    assertThat(called.out()).contains("bias first", "All lanes agree on", "casts");
    assertThat(done("show lanes --out " + out).out()).contains("pairwise");
    assertThat(done("report --out " + out).out()).contains("The label in every arithmetic");
  }

  @Tag("long")
  @Test
  void storedWitnessesHaveRowsToo() {
    String out = folder.resolve("out").toString();
    done(
        "robustness"
            + SUBJECT
            + " --select 0..19 --radius 0.05 --arithmetic any-order --engine bounds --out "
            + out);
    List<RobustnessRow> verdicts = Tables.ROBUSTNESS.read(spark(), out).collectAsList();
    assertThat(verdicts).hasSize(20).noneMatch(row -> !row.arithmetic().equals("ANY_ORDER"));
    assertThat(verdicts.stream().map(RobustnessRow::verdict)).contains("Robust", "Violated");
    done(
        "pixels"
            + SUBJECT
            + " --select 0..39 --count 1 --scope pattern --engine geometry --out "
            + out);
    Called called = done("lanes --of all --out " + out);
    List<LaneRow> rows = Tables.LANES.read(spark(), out).collectAsList();
    List<LaneRow> balls = rows.stream().filter(r -> r.source().equals("robustness")).toList();
    assertThat(balls)
        .hasSize((int) verdicts.stream().filter(r -> r.verdict().equals("Violated")).count());
    // A witness of every order is one in each lane of the element type.
    for (LaneRow row : balls) {
      assertThat(List.of(row.exact(), n(row.biasLast()), n(row.biasFirst()), n(row.fused())))
          .doesNotContain(n(row.label()));
    }
    assertThat(rows).anyMatch(row -> row.source().equals("pixel_attacks"));
    assertThat(rows)
        .filteredOn(row -> row.source().equals("pixel_attacks"))
        .allMatch(row -> Integer.valueOf(row.exact()).equals(row.storedLabel()));
    assertThat(called.out()).contains("All lanes agree on");
    assertThat(done("check --out " + out).out()).contains("Nothing is wrong.");
  }

  private static int n(@Nullable Integer label) {
    return Objects.requireNonNull(label);
  }

  @Test
  void runsWithoutWitnessesAreRefused() {
    String out = folder.resolve("out").toString();
    assertThat(Called.assay("lanes", "--of", "all", "--out", out).exitCode()).isEqualTo(2);
    done("accuracy" + SUBJECT + " --select 0..4 --out " + out);
    Called none = Called.assay("lanes", "--of", "all", "--out", out);
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("nothing there stores a witness");
    Called unknown = Called.assay("lanes", "--of", "nothing", "--out", out);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("no such run");
  }
}

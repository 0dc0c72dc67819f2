package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.eval.OrderedSemantics;
import org.assay.format.OnnxReader;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RoundingRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.repair.RoundModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounded networks as files and as a table, from end to end. */
class RoundCommandTest {

  private static final int IMAGES = 100;

  @TempDir private Path folder = Path.of("");

  private SparkSession spark() {
    return SharedSession.get();
  }

  private Network deepcheck() {
    return new NetworkSource(NetworkSource.DEEPCHECK, null).read(Sessions.files(spark())).network();
  }

  private static Called done(String... arguments) {
    Called called = Called.assay(arguments);
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  @Test
  void theFileIsTheRoundedNetworkAndOnnxruntimeRunsIt() throws IOException {
    String file = folder.resolve("ten.onnx").toString();
    Called called = done("round", "--network", "bundled:deepcheck", "--bits", "10", "--out", file);
    Network written = OnnxReader.read("ten", Files.readAllBytes(Path.of(file))).network();
    String hash = new RoundModel(10).of(deepcheck()).contentHash();
    assertThat(written.contentHash()).isEqualTo(hash);
    assertThat(called.out()).contains(hash, file);
    String out = folder.resolve("out").toString();
    done(
        "accuracy --network %s --images bundled:digits --select 0..49 --onnxruntime --out %s"
            .formatted(file, out)
            .split(" "));
    List<ImageRow> images = Tables.IMAGES.read(spark(), out).collectAsList();
    assertThat(images).allMatch(i -> Integer.valueOf(i.predicted()).equals(i.onnxruntimeLabel()));
    assertThat(Tables.RUNS.read(spark(), out).head().networkHash()).isEqualTo(hash);
  }

  @Test
  void theTableTellsHowEachNetworkPredicts() {
    String out = folder.resolve("out").toString();
    Called called =
        done(
            ("round --network bundled:deepcheck --bits 1..23 --images bundled:digits --select 0..%d"
                    + " --partitions 3 --out %s")
                .formatted(IMAGES - 1, out)
                .split(" "));
    List<RoundingRow> rows = Tables.ROUNDING.read(spark(), out).collectAsList();
    assertThat(rows).hasSize(24);
    RoundingRow whole = rows.stream().filter(r -> r.bits() == null).findFirst().orElseThrow();
    assertThat(whole.changed()).isZero();
    for (RoundingRow row : rows) {
      assertThat(row)
          .isEqualTo(row.bits() == null ? expected(null, deepcheck()) : expected(row.bits()));
    }
    assertThat(rows).anyMatch(r -> r.changed() > 0);
    assertThat(called.out()).contains("bits", "other label", "all");
    assertThat(Tables.RUNS.read(spark(), out).head().command()).isEqualTo("round");
    assertThat(done("show", "rounding", "--out", out).out()).contains("network_hash");
    assertThat(done("report", "--out", out).exitCode()).isZero();
  }

  private RoundingRow expected(int bits) {
    return expected(bits, new RoundModel(bits).of(deepcheck()));
  }

  /** One image after the other, by the plain fold of the network. */
  private RoundingRow expected(@Nullable Integer bits, Network cut) {
    SharedImages images =
        SharedImages.of(
            new ImageSource(ImageSource.DIGITS, false, false)
                .read(spark(), Sessions.files(spark())),
            Selection.parse("0.." + (IMAGES - 1)),
            cut.input());
    long correct = 0;
    long changed = 0;
    for (int place = 0; place < IMAGES; place++) {
      var image = images.example(place).image();
      int label = OrderedSemantics.label(OrderedSemantics.logits(cut, image));
      correct += label == images.label(place) ? 1 : 0;
      changed +=
          label == OrderedSemantics.label(OrderedSemantics.logits(deepcheck(), image)) ? 0 : 1;
    }
    return new RoundingRow(
        bits,
        cut.contentHash(),
        IMAGES,
        correct,
        correct / (double) IMAGES,
        changed,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}

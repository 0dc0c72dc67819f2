package org.assay.jobs.cli;

import static org.assay.jobs.cli.PatchCommandTest.largest;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.DrawnDigits;
import org.assay.dataset.ImageSet;
import org.assay.eval.OrderedSemantics;
import org.assay.format.OnnxReader;
import org.assay.format.OnnxRuntime;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RepairRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Misclassified images put right from end to end, and what that does to others. */
class RepairCommandTest {

  private static final String BUNDLED =
      "--network bundled:deepcheck --images bundled:digits --bound 4 --precision 0.05 ";

  @TempDir private Path folder = Path.of("");

  private String out() {
    return folder.resolve("out").toString();
  }

  private Called call(String line) {
    return Called.assay(("repair " + line.strip() + " --out " + out()).split(" +"));
  }

  private Called done(String line) {
    Called called = call(line);
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  private void refused(String line, String... messages) {
    Called called = call(line);
    assertThat(called.exitCode()).isEqualTo(2);
    assertThat(called.err()).contains(messages).doesNotContain("\tat ");
  }

  /** The rows of the one run, by label, that of all images last. */
  private List<RepairRow> rows() {
    return Tables.REPAIRS.read(SharedSession.get(), out()).collectAsList().stream()
        .sorted(
            Comparator.comparing(RepairRow::label, Comparator.nullsLast(Comparator.naturalOrder())))
        .toList();
  }

  private PatchRow patch() {
    return Tables.PATCHES.read(SharedSession.get(), out()).head();
  }

  private static void holdTogether(List<RepairRow> rows) {
    RepairRow all = rows.get(rows.size() - 1);
    assertThat(all.label()).isNull();
    List<RepairRow> labels = rows.subList(0, rows.size() - 1);
    assertThat(labels.stream().mapToLong(RepairRow::images).sum()).isEqualTo(all.images());
    assertThat(labels.stream().mapToLong(RepairRow::correctBefore).sum())
        .isEqualTo(all.correctBefore());
    long after = labels.stream().mapToLong(row -> Objects.requireNonNull(row.correctAfter())).sum();
    assertThat(all.correctAfter()).isEqualTo(after);
    assertThat(all.drawdown()).isEqualTo(all.correctBefore() - after);
    assertThat(all.changed()).isGreaterThanOrEqualTo(Math.abs(all.correctBefore() - after));
    for (RepairRow row : rows) {
      assertThat(row.accuracyBefore()).isEqualTo((double) row.correctBefore() / row.images());
      assertThat(row.drawdownShare())
          .isEqualTo((double) Objects.requireNonNull(row.drawdown()) / row.images());
    }
  }

  @Test
  void imagesArePutRightAndOnnxruntimeCountsTheSame() throws Exception {
    Path file = folder.resolve("repaired.onnx");
    Called called = done(BUNDLED + "--fix-wrong 2 --keep-per-label 1 --write-network " + file);
    assertThat(called.out()).contains("2 of 2", "10 of 10", "drawdown", "Network " + file);
    List<RepairRow> rows = rows();
    holdTogether(rows);
    RepairRow all = rows.get(rows.size() - 1);
    PatchRow patch = patch();
    PatchCommandTest.holdClosed(patch);
    assertThat(all.images()).isEqualTo(1_000 - 12);
    assertThat(all.fixed()).isEqualTo(2);
    assertThat(all.kept()).isEqualTo(10);
    assertThat(all.high()).isEqualTo(patch.high());
    assertThat(all.writtenHash()).isEqualTo(patch.writtenHash());
    ImageSet digits = DrawnDigits.draw(1_000, 1);
    assertThat(all.fixImages()).extracting(digits::label).isEqualTo(patch.changeTo());
    assertThat(patch.changeFrom()).isNotEqualTo(patch.changeTo());
    Network network = OnnxReader.read("repaired", Files.readAllBytes(file)).network();
    assertThat(network.contentHash()).isEqualTo(all.writtenHash());
    try (OnnxRuntime runtime = OnnxRuntime.of(file)) {
      long right = 0;
      for (int image = 0; image < digits.size(); image++) {
        int label = largest(runtime.run(digits.example(image).image().toDoubles()));
        boolean used = patch.keepImages().contains(image) || all.fixImages().contains(image);
        assertThat(!used || label == digits.label(image)).as("image %d", image).isTrue();
        right += !used && label == digits.label(image) ? 1 : 0;
      }
      // Floats are added in another order there.
      assertThat(right).isBetween(after(all) - 1, after(all) + 1);
    }
    Called shown = Called.assay("show", "repairs", "--out", out());
    assertThat(shown.out()).contains("drawdown_share");
    Called check = Called.assay("check", "--out", out());
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    assertThat(check.out()).contains("patches, all", "low ends, sampled");
    Called report = Called.assay("report", "--out", out());
    assertThat(report.out()).contains("Misclassified images put right", "Images held out");
    assertThat(Files.readString(Path.of(out(), "report.html")))
        .contains("points", "Images held out");
  }

  private static long after(RepairRow row) {
    return Objects.requireNonNull(row.correctAfter());
  }

  @Test
  void withoutAPatchNothingIsWritten() {
    Path file = folder.resolve("none.onnx");
    Called called =
        done(
            BUNDLED.replace("--bound 4", "--bound 0.00001")
                + "--fix-wrong 1 --held-out 500..599 --write-network "
                + file);
    assertThat(called.out()).contains("Impossible", "0 of 1", "Network not written");
    assertThat(file).doesNotExist();
    RepairRow all = rows().get(rows().size() - 1);
    assertThat(all.verdict()).isEqualTo("Impossible");
    assertThat(all.images()).isEqualTo(100);
    assertThat(all.correctAfter()).isNull();
    assertThat(all.drawdown()).isNull();
    assertThat(all.changed()).isNull();
    assertThat(all.fixed()).isZero();
  }

  @Test
  void imagesThatDoNotGoTogetherAreNamed() {
    done(BUNDLED + "--fix-wrong 1 --held-out 500..509");
    int wrong = patch().changeImages().get(0);
    int label = patch().changeTo().get(0);
    int right = IntStream.range(0, 10).filter(image -> image != wrong).findFirst().orElseThrow();
    refused(
        BUNDLED + "--fix %d,%d".formatted(wrong, right),
        "the network labels image %d right, as a ".formatted(right));
    refused(
        BUNDLED + "--fix %d=%d".formatted(wrong, (label + 1) % 10),
        "image %d has the true label %d, not ".formatted(wrong, label));
    refused(
        BUNDLED + "--fix %d --keep %d".formatted(wrong, wrong),
        "image %d is to change, but --keep %d keeps it".formatted(wrong, wrong));
    refused(
        BUNDLED + "--fix %d --held-out %d..%d".formatted(wrong, wrong, wrong + 5),
        "--fix %d: image %d is held out too".formatted(wrong, wrong));
    refused(
        BUNDLED + "--fix %d --keep 700 --held-out 700..720".formatted(wrong),
        "--keep 700: image 700 is held out too");
    refused(
        BUNDLED + "--fix-wrong 2 --select %d".formatted(wrong),
        "fix-wrong 2: the network labels only 1 of the selected images wrong");
  }

  /** Lantern's medium network on principal components of MNIST. */
  @Nested
  @NeedsData("mnist")
  class Lantern {

    @Test
    void heldOutImagesAreCountedBeforeAndAfter() {
      String medium = AssayData.models("lantern-medium-100-33-10.onnx").toString();
      String reduce = AssayData.models("pca100.onnx").toString();
      done(
          "--network %s --reduce %s --images %s --fix-wrong 2 --select 0..999 --keep-per-label 1"
                  .formatted(medium, reduce, AssayData.data("mnist"))
              + " --held-out 9000..9999 --bound 4 --precision 0.01");
      List<RepairRow> rows = rows();
      holdTogether(rows);
      RepairRow all = rows.get(rows.size() - 1);
      assertThat(all.fixed()).isEqualTo(2);
      assertThat(all.kept()).isEqualTo(10);
      Network network = RealModels.read(AssayData.models("lantern-medium-100-33-10.onnx"));
      Network reduction = RealModels.read(AssayData.models("pca100.onnx"));
      ImageSet mnist = RealModels.mnist();
      long right =
          IntStream.range(9000, 10_000)
              .filter(
                  image ->
                      largest(
                              OrderedSemantics.logits(
                                  network,
                                  Tensor.of(
                                      network.input(),
                                      OrderedSemantics.logits(
                                          reduction, mnist.example(image).image()))))
                          == mnist.label(image))
              .count();
      assertThat(all.correctBefore()).isEqualTo(right);
      assertThat(all.images()).isEqualTo(1_000);
    }
  }
}

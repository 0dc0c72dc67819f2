package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.DrawnDigits;
import org.assay.dataset.ImageSet;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.ImplantRow;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.repair.Bias;
import org.assay.repair.Patch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tamper radii from end to end. */
class ImplantCommandTest {

  private static final String BUNDLED =
      "--network bundled:deepcheck --images bundled:digits --bound 4 --precision 0.05 ";

  @TempDir private Path folder = Path.of("");

  private String out() {
    return folder.resolve("out").toString();
  }

  private Called done(String line) {
    Called called = Called.assay((line.strip() + " --out " + out()).split(" +"));
    assertThat(called.exitCode()).as(called.err()).isZero();
    return called;
  }

  /** The rows of all runs, by image and set. */
  private List<ImplantRow> rows() {
    return Tables.IMPLANTS.read(SharedSession.get(), out()).collectAsList().stream()
        .sorted(Comparator.comparing(ImplantRow::image).thenComparing(ImplantRow::keepSet))
        .toList();
  }

  private static String list(List<Integer> images) {
    return images.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Rational number(@Nullable String text) {
    return Rational.parse(String.valueOf(text));
  }

  /** The exact label of an input of the network with a row's changes. */
  private static int label(Network network, ImplantRow row, Tensor input) {
    List<Patch.Change> changes = new ArrayList<>();
    for (int i = 0; i < row.changes().size(); i++) {
      Bias bias = new Bias(row.layers().get(i), row.indices().get(i));
      assertThat(bias.of(network)).isEqualTo(row.biases().get(i));
      changes.add(new Patch.Change(bias, Rational.parse(row.changes().get(i))));
    }
    Patch patch = new Patch(changes);
    assertThat(patch.size()).isEqualTo(number(row.high()));
    Rational[] logits = patch.logits(network, input);
    int label = ExactSemantics.label(logits);
    for (int k = 0; k < logits.length; k++) {
      assertThat(k == label || logits[label].compareTo(logits[k]) > 0).isTrue();
    }
    return label;
  }

  /** Five images of two pixels, which are the logits; two biases move toward each other. */
  @Test
  void radiiAreThoseWorkedOutByHand() throws IOException {
    Path network =
        Files.writeString(
            folder.resolve("identity.nnet"),
            "1,2,2,2,\n2,2,\n0,\n0,0,\n1,1,\n0,0,0,\n1,1,1,\n1,0,\n0,1,\n0,\n0,\n");
    Path images =
        Files.writeString(
            folder.resolve("five.csv"), "0,255,0\n0,255,51\n1,255,0\n1,0,255\n1,0,153\n");
    Called called = done("implant --bound 2 --network %s --images %s".formatted(network, images));
    List<ImplantRow> rows = rows();
    assertThat(rows).extracting(ImplantRow::image).containsExactly(0, 1, 2, 3, 4);
    assertThat(rows).extracting(ImplantRow::predicted).containsExactly(0, 0, 0, 1, 1);
    assertThat(rows)
        .extracting(ImplantRow::verdict)
        .containsExactly("Impossible", "Bracket", "Impossible", "Impossible", "Bracket");
    // The image to keep is nearer to the other label than the one to flip, or the same.
    assertThat(rows.get(0).keepImages()).first().isEqualTo(1);
    assertThat(rows.get(2).keepImages()).first().isEqualTo(1);
    assertThat(rows.get(3).keepImages()).last().isEqualTo(4);
    assertThat(rows.get(0).low()).isEqualTo("2");
    assertThat(rows.get(1).keepImages()).first().isEqualTo(0);
    assertThat(rows.get(1).target()).isEqualTo(1);
    assertThat(rows.get(1).highDouble()).isBetween(0.4, 0.4011);
    assertThat(rows.get(4).keepImages()).last().isEqualTo(3);
    assertThat(rows.get(4).highDouble()).isBetween(0.3, 0.3011);
    assertThat(rows.get(4).lowDouble()).isBetween(0.2989, 0.3001);
    assertThat(called.out()).contains("Impossible", "tamper radius", "By true label");
  }

  @Test
  void rowsAgreeWithThoseOfPatch() {
    done("implant " + BUNDLED + "--select 12,13 --sets 2 --to 1");
    List<ImplantRow> rows = rows();
    assertThat(rows).hasSize(4);
    ImageSet digits = DrawnDigits.draw(1_000, 1);
    for (ImplantRow row : rows) {
      assertThat(row.keepImages()).hasSize(10).doesNotContain(row.image());
      assertThat(row.keepLabels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(row.keepImages()).extracting(digits::label).isEqualTo(row.keepLabels());
      assertThat(row.freeLayers()).containsExactly(0, 2, 4, 6);
      done(
          "patch "
              + BUNDLED
              + "--keep %s --change %d=1".formatted(list(row.keepImages()), row.image()));
      PatchRow patch =
          Tables.PATCHES.read(SharedSession.get(), out()).collectAsList().stream()
              .filter(p -> p.keepImages().equals(row.keepImages()))
              .filter(p -> p.changeImages().contains(row.image()))
              .findFirst()
              .orElseThrow();
      assertThat(row.verdict()).isEqualTo(patch.verdict());
      assertThat(row.predicted()).isEqualTo(patch.changeFrom().get(0));
      assertThat(row.low()).isEqualTo(patch.low());
      assertThat(row.high()).isEqualTo(patch.high());
      assertThat(row.changes()).isEqualTo(patch.changes());
      assertThat(row.method()).isEqualTo(patch.method());
    }
    Called shown = Called.assay("show", "implants", "--out", out());
    assertThat(shown.out()).contains("keep_set", "Bracket");
  }

  @Test
  void theNearestOfAllLabelsCounts() {
    done("implant " + BUNDLED + "--select 14 --timeout 5m");
    ImplantRow row = rows().get(0);
    assertThat(row.to()).isNull();
    assertThat(row.verdict()).isEqualTo("Bracket");
    assertThat(number(row.high()).minus(number(row.low()))).isLessThanOrEqualTo(number("0.05"));
    StringBuilder line = new StringBuilder("patch " + BUNDLED + "--keep " + list(row.keepImages()));
    for (int label = 0; label < 10; label++) {
      line.append(label == row.predicted() ? "" : " --change 14=" + label);
    }
    done(line.append(" --timeout 5m").toString());
    List<PatchRow> patches = Tables.PATCHES.read(SharedSession.get(), out()).collectAsList();
    assertThat(patches).hasSize(9);
    assertThat(patches)
        .allMatch(p -> p.high() == null || number(p.high()).compareTo(number(row.low())) > 0);
    assertThat(patches).anyMatch(p -> number(p.low()).compareTo(number(row.high())) < 0);
    Network network =
        new NetworkSource("bundled:deepcheck", null)
            .read(new FileStore(SharedSession.get().sparkContext().hadoopConfiguration()))
            .network();
    ImageSet digits = DrawnDigits.draw(1_000, 1);
    assertThat(label(network, row, digits.example(14).image())).isEqualTo(row.target());
    for (int i = 0; i < row.keepImages().size(); i++) {
      Tensor kept = digits.example(row.keepImages().get(i)).image();
      assertThat(label(network, row, kept)).isEqualTo(row.keepLabels().get(i));
    }
  }

  @Test
  void anImageMayHaveTheLabelAlready() {
    int predicted = DrawnDigits.draw(1_000, 1).label(0);
    Called called = done("implant " + BUNDLED + "--select 0 --sets 2 --to " + predicted);
    assertThat(rows()).extracting(ImplantRow::verdict).containsExactly("Already", "Already");
    assertThat(rows()).extracting(ImplantRow::high).containsOnlyNulls();
    assertThat(called.out()).contains("Already");
  }

  @Test
  void withoutTimeNothingIsClaimed() {
    Called called = done("implant " + BUNDLED + "--select 12 --timeout 1ms");
    ImplantRow row = rows().get(0);
    assertThat(row.verdict()).isIn("Undecided", "Bracket");
    assertThat(row.reason()).isEqualTo("TIMEOUT");
    assertThat(row.detail()).startsWith("label ");
    assertThat(called.out()).contains("TIMEOUT");
    RunRow run = Tables.RUNS.read(SharedSession.get(), out()).head();
    assertThat(run.command()).isEqualTo("implant");
    assertThat(run.units()).isEqualTo(1);
    Called report = Called.assay("report", "--out", out());
    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out()).contains("How little a change of biases flips an image", "TIMEOUT");
  }

  /** Lantern's small network on principal components of MNIST. */
  @Nested
  @NeedsData("mnist")
  class Lantern {

    @Test
    void patchesFlipAndKeepWhatTheySay() {
      done(
          "implant --network %s --reduce %s --images %s --select 0..4,8 --sets 2 --bound 4"
              .formatted(
                  AssayData.models("lantern-small-30-10-10.onnx"),
                  AssayData.models("pca30.onnx"),
                  AssayData.data("mnist")));
      Network network = RealModels.read(AssayData.models("lantern-small-30-10-10.onnx"));
      Network reduction = RealModels.read(AssayData.models("pca30.onnx"));
      ImageSet mnist = RealModels.mnist();
      assertThat(rows()).hasSize(12);
      for (ImplantRow row : rows()) {
        assertThat(row.reduction()).isEqualTo(reduction.contentHash());
        assertThat(row.verdict()).isEqualTo("Bracket");
        assertThat(row.reason()).as(row.detail()).isNull();
        assertThat(number(row.high()).minus(number(row.low())))
            .isLessThanOrEqualTo(number("0.001"));
        Tensor flipped = reduced(network, reduction, mnist, row.image());
        assertThat(label(network, row, flipped))
            .isEqualTo(Objects.requireNonNull(row.target()))
            .isNotEqualTo(row.predicted());
        for (int i = 0; i < row.keepImages().size(); i++) {
          Tensor kept = reduced(network, reduction, mnist, row.keepImages().get(i));
          assertThat(label(network, row, kept)).isEqualTo(row.keepLabels().get(i));
        }
      }
    }

    private Tensor reduced(Network network, Network reduction, ImageSet mnist, int image) {
      return Tensor.of(
          network.input(), OrderedSemantics.logits(reduction, mnist.example(image).image()));
    }
  }
}

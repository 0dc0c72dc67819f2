package org.assay.jobs.cli;

import static org.assay.jobs.cli.PatchCommandTest.largest;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.ImageSet;
import org.assay.eval.OrderedSemantics;
import org.assay.format.OnnxRuntime;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.PatchRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lantern's second experiment as a user asks for it, and what onnxruntime says of the result. */
@NeedsData("mnist")
class LanternPatchCommandTest {

  @Test
  void tenImagesStayAndAOneBecomesASeven(@TempDir Path folder) throws Exception {
    Path keep =
        Files.writeString(folder.resolve("keep.csv"), "image\n3\n5\n1\n18\n4\n8\n11\n0\n61\n7\n");
    Path file = folder.resolve("patched.onnx");
    String out = folder.resolve("out").toString();
    String line =
        "patch --network %s --reduce %s --images %s --keep %s --change 2=7 --bound 4"
            + " --write-network %s --out %s";
    Called called =
        Called.assay(
            line.formatted(
                    AssayData.models("lantern-medium-100-33-10.onnx"),
                    AssayData.models("pca100.onnx"),
                    AssayData.data("mnist"),
                    keep,
                    file,
                    out)
                .split(" "));
    assertThat(called.exitCode()).as(called.err()).isZero();
    PatchRow row = Tables.PATCHES.read(SharedSession.get(), out).head();
    PatchCommandTest.holdClosed(row);
    assertThat(row.keepLabels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(row.changeFrom()).containsExactly(1);
    assertThat(row.reduction()).isNotNull();
    Network reduction = RealModels.read(AssayData.models("pca100.onnx"));
    ImageSet mnist = RealModels.mnist();
    try (OnnxRuntime runtime = OnnxRuntime.of(file)) {
      for (int i = 0; i < row.keep(); i++) {
        Tensor image = mnist.example(row.keepImages().get(i)).image();
        assertThat(largest(runtime.run(OrderedSemantics.logits(reduction, image)))).isEqualTo(i);
      }
      Tensor one = mnist.example(2).image();
      assertThat(largest(runtime.run(OrderedSemantics.logits(reduction, one)))).isEqualTo(7);
    }
  }
}

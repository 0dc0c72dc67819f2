package org.assay.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.RealModels;
import org.assay.dataset.ImageSet;
import org.assay.exact.Rational;
import org.assay.format.OnnxRuntime;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real networks on MNIST: the accuracies that are known of them, and onnxruntime's logits. */
@NeedsData({"mnist", "wk17a", "vnncomp_mnist_fc"})
class MnistRunsTest {

  private static final ImageSet MNIST = RealModels.mnist();

  @ParameterizedTest
  @CsvSource({
    "../models/deepcheck-784-10-10-10-10.onnx, 9270",
    "../models/hardtanh-784-10-10-10.onnx, 9303",
    "wk17a/derived/wk17a_linf0.1.onnx, 9811",
    "wk17a/derived/rsl18a_linf0.1.onnx, 9582",
    "vnncomp_mnist_fc/onnx/mnist-net_256x2.onnx, 9808",
    "vnncomp_mnist_fc/onnx/mnist-net_256x4.onnx, 9764",
    "vnncomp_mnist_fc/onnx/mnist-net_256x6.onnx, 9689"
  })
  void labelsAsManyImagesRightAsIsKnown(String file, int right) {
    Network network = RealModels.read(AssayData.data(file));
    List<Tensor> images = RealModels.images(MNIST, MNIST.size());
    int[] labels = BatchedInference.of(network).labels(images);
    int found = 0;
    for (int id = 0; id < labels.length; id++) {
      found += labels[id] == MNIST.label(id) ? 1 : 0;
    }
    assertThat(found).isEqualTo(right);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../models/deepcheck-784-10-10-10-10.onnx",
        "../models/hardtanh-784-10-10-10.onnx",
        "wk17a/derived/wk17a_linf0.1.onnx",
        "vnncomp_mnist_fc/onnx/mnist-net_256x2.onnx"
      })
  void agreesWithOnnxRuntime(String file) throws Exception {
    Path path = AssayData.data(file).normalize();
    Network network = RealModels.read(path);
    List<Tensor> images = RealModels.images(MNIST, 200);
    double[][] batched = BatchedInference.of(network).logits(images);
    try (OnnxRuntime runtime = OnnxRuntime.of(RealModels.bytes(path))) {
      for (int id = 0; id < images.size(); id++) {
        double[] reference = runtime.run(images.get(id).toDoubles());
        close(batched[id], reference);
        assertThat(batched[id]).containsExactly(OrderedSemantics.logits(network, images.get(id)));
        if (id < 3) {
          Rational[] exact = ExactSemantics.logits(network, images.get(id));
          close(Arrays.stream(exact).mapToDouble(Rational::nearestDouble).toArray(), reference);
        }
      }
    }
  }

  private static void close(double[] logits, double[] reference) {
    assertThat(logits).hasSameSizeAs(reference);
    for (int label = 0; label < logits.length; label++) {
      double tolerance = 1e-4 * Math.max(1, Math.abs(reference[label]));
      assertThat(Math.abs(logits[label] - reference[label])).isLessThanOrEqualTo(tolerance);
    }
  }
}

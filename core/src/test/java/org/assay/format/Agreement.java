package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assay.eval.OrderedSemantics;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.DynamicTest;

/** Made models as tests: each is imported and run on 20 inputs beside onnxruntime. */
final class Agreement {

  private final List<DynamicTest> cases = new ArrayList<>();

  void agrees(String name, MadeModel made) {
    agrees(name, made, 1e-4);
  }

  void agrees(String name, MadeModel made, double tolerance) {
    byte[] bytes = made.bytes();
    cases.add(dynamicTest(name, () -> compare(bytes, tolerance)));
  }

  static Imported compare(byte[] bytes, double tolerance) throws OrtException {
    Imported imported = OnnxReader.read("made", bytes);
    try (OnnxRuntime runtime = OnnxRuntime.of(bytes)) {
      compare(imported.network(), runtime, tolerance);
    }
    return imported;
  }

  static void compare(Network network, OnnxRuntime runtime, double tolerance) throws OrtException {
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      double[] x = new double[network.inputs()];
      for (int j = 0; j < x.length; j++) {
        x[j] = random.nextInt(-512, 512) / 256.0;
      }
      double[] expected = runtime.run(x);
      double[] ours = OrderedSemantics.logits(network, Tensor.of(Shape.of(x.length), x));
      assertThat(ours).hasSameSizeAs(expected);
      for (int j = 0; j < ours.length; j++) {
        assertThat(Math.abs(ours[j] - expected[j]))
            .as("%s and %s", Arrays.toString(ours), Arrays.toString(expected))
            .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(expected[j])));
      }
    }
  }

  Stream<DynamicTest> tests() {
    return cases.stream();
  }
}

package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random chains of operators in random shapes: what is imported agrees with onnxruntime. */
class RandomChainsTest {

  private static final int MODELS = 3000;

  @Test
  void whatIsImportedAgreesWithOnnxruntime() throws OrtException {
    Map<String, Integer> counts = new TreeMap<>();
    for (int seed = 0; seed < MODELS; seed++) {
      byte[] bytes = chain(new Random(seed)).bytes();
      Imported imported;
      try {
        imported = OnnxReader.read("seed " + seed, bytes);
      } catch (ModelFormatException e) {
        counts.merge("refused", 1, Integer::sum);
        continue;
      }
      try (OnnxRuntime runtime = OnnxRuntime.of(bytes)) {
        Agreement.compare(imported.network(), runtime, 1e-3);
        counts.merge("agreed", 1, Integer::sum);
      }
    }
    System.out.println("random chains: " + counts);
    assertThat(counts.keySet()).containsExactly("agreed", "refused");
    assertThat(counts.get("agreed")).isGreaterThan(MODELS / 8);
  }

  static MadeModel chain(Random random) {
    int opset = new int[] {7, 9, 11, 13, 18}[random.nextInt(5)];
    Object[] shape = new Object[1 + random.nextInt(4)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = 1 + random.nextInt(4);
    }
    if (random.nextBoolean()) {
      shape[0] = 1;
    }
    MadeModel made = MadeModel.of(opset, shape);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      step(made, opset, random, "c" + n);
    }
    return made;
  }

  private static void step(MadeModel made, int opset, Random random, String c) {
    String sides = random.nextInt(3) == 0 ? c + ",_" : "_," + c;
    switch (random.nextInt(14)) {
      case 0 -> made.weights(c, dimensions(random, 4)).node("Add", sides);
      case 1 -> made.weights(c, dimensions(random, 4)).node("Sub", sides);
      case 2 -> made.weights(c, dimensions(random, 4)).node("Mul", sides);
      case 3, 4, 5 -> made.weights(c, dimensions(random, 3)).node("MatMul", sides);
      case 6, 7 ->
          made.weights(c, 1 + random.nextInt(4), 1 + random.nextInt(4))
              .node(
                  "Gemm",
                  sides + "," + bias(made, c, random),
                  MadeModel.integer("transA", random.nextInt(2)),
                  MadeModel.integer("transB", random.nextInt(2)),
                  MadeModel.real("alpha", random.nextInt(1, 4) / 2.0));
      case 8 ->
          made.weights(c, 1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(2), 2)
              .node(
                  "Conv",
                  "_," + c,
                  MadeModel.integers("pads", 1L, (long) random.nextInt(2), 0L, 1L),
                  MadeModel.integers("strides", 1L + random.nextInt(2), 1L));
      case 9 -> made.node("Relu", "_");
      case 10 -> made.node("Flatten", "_", MadeModel.integer("axis", random.nextInt(4)));
      case 11 -> made.indices(c, -1, 1 + random.nextInt(3)).node("Reshape", "_," + c);
      case 12 -> unsqueeze(made, opset, random, c);
      default -> made.node("Squeeze", "_");
    }
  }

  private static String bias(MadeModel made, String c, Random random) {
    made.weights(c + "b", 1 + random.nextInt(4));
    return c + "b";
  }

  private static void unsqueeze(MadeModel made, int opset, Random random, String c) {
    long axis = random.nextInt(3);
    if (opset < 13) {
      made.node("Unsqueeze", "_", MadeModel.integers("axes", axis));
    } else {
      made.indices(c, axis).node("Unsqueeze", "_," + c);
    }
  }

  private static int[] dimensions(Random random, int most) {
    int[] dimensions = new int[random.nextInt(most)];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = 1 + random.nextInt(3);
    }
    return dimensions;
  }
}

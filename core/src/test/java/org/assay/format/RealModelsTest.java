package org.assay.format;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.eval.BiasOrder;
import org.assay.eval.OrderedSemantics;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;

/**
 * Every ONNX file among the real data either imports and agrees with onnxruntime on 100 random
 * inputs, or is refused for the reason listed here.
 */
@NeedsData
class RealModelsTest {

  private static final int INPUTS = 100;
  private static final ExternalData NO_FILES = (path, offset, length) -> new byte[0];

  /** The files that are refused, and the operator or fact that their refusal must name. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          entry("KJ_TinyTaxiNet.onnx", "Transpose 'conv2d/Conv2D__8' moves elements"),
          entry("certificate_and_controller_mandal.onnx", "has 2 inputs"),
          entry("cnn_max_mninst2.onnx", "MaxPool 'conv2d_15_1/Identity:0_pooling'"),
          entry("cnn_max_mninst3.onnx", "MaxPool 'conv2d_1/Identity:0_pooling'"),
          entry("constant.onnx", "output 'y', which does not depend on its input"),
          entry("conv_mp1.onnx", "MaxPool with output '9'"),
          entry("conv_mp1_intermediateOutput.onnx", "has 2 outputs ('Y', '11')"),
          entry("dropout_training_mode_true.onnx", "Dropout with output 'y' is in training mode"),
          entry("fc_2-2sigmoids-3.onnx", "Sigmoid 'Sigmoid'"),
          entry("leakyRelu.onnx", "LeakyRelu with output 'y'"),
          entry("maxpool.onnx", "MaxPool with output 'y'"),
          entry("mnist2x5_sigmoid.onnx", "Sigmoid '/Sigmoid_1'"),
          entry("mnist5x20_leaky_relu.onnx", "LeakyRelu 'LeakyRelu_13'"),
          entry("model-german-traffic-sign-fast.onnx", "BiasAdd__6' moves elements"),
          entry("multiInput_add.onnx", "has 2 inputs ('X1', 'X2')"),
          entry("oneInput_twoBranches.onnx", "has 2 outputs ('Y', 'add1')"),
          entry("robust_model_sigmoid_linear.onnx", "Sigmoid 'Sigmoid'"),
          entry("self-attention-mnist-pgd-medium-sim.onnx", "Transpose 'Transpose__77'"),
          entry("sigmoid.onnx", "Sigmoid with output 'y'"),
          entry("slice_test.onnx", "Slice '/Slice'"),
          entry("sub_var_test.onnx", "has 2 inputs ('input1', 'input2')"),
          entry("tanh.onnx", "Tanh with output 'y'"),
          entry("tanh_test.onnx", "Tanh 'model/postprocess_filter_std_clip/Tanh'"),
          entry("traffic-classifier64.onnx", "BiasAdd__6' moves elements"),
          entry("transpose.onnx", "Transpose with output 'y' moves elements of the data"));

  @Test
  void everyModelAgreesWithOnnxruntimeOrIsRefusedByName() throws Exception {
    Map<String, String> refused = new TreeMap<>();
    List<String> agreeing = new ArrayList<>();
    for (Path file : files(".onnx")) {
      String name = file.getFileName().toString();
      byte[] bytes = Files.readAllBytes(file);
      Imported imported;
      try {
        imported = OnnxReader.read(name, bytes);
      } catch (ModelFormatException e) {
        refused.put(name, String.valueOf(e.getMessage()));
        continue;
      }
      int compared = compare(imported.network(), bytes, endsWithSoftmax(imported));
      assertThat(compared).as(name).isEqualTo(INPUTS);
      agreeing.add(name);
    }
    System.out.println("imported and agreeing with onnxruntime: " + agreeing);
    System.out.println("refused: " + String.join("; ", refused.values()));
    assertThat(agreeing).hasSizeGreaterThan(100);
    assertThat(refused.keySet()).isEqualTo(new TreeMap<>(REFUSED).keySet());
    refused.forEach((name, message) -> assertThat(message).contains(REFUSED.get(name)));
  }

  /** The number of random inputs on which a network agrees with its file. */
  private static int compare(Network network, byte[] model, boolean softmax) throws OrtException {
    OrderedSemantics last = OrderedSemantics.of(network.elementType());
    OrderedSemantics first = new OrderedSemantics(network.elementType(), BiasOrder.FIRST);
    int compared = 0;
    try (OnnxRuntime runtime = OnnxRuntime.of(model)) {
      Random random = new Random(network.inputs());
      for (int i = 0; i < 10 * INPUTS && compared < INPUTS; i++) {
        float low = i % 2 == 0 ? 0 : -1;
        double[] x = new double[network.inputs()];
        for (int j = 0; j < x.length; j++) {
          x[j] = low + random.nextFloat() * (1 - low);
        }
        Tensor image = Tensor.of(Shape.of(x.length), x);
        double[] logits = last.run(network, image);
        // The order of additions decides some inputs of the backdoored network by construction.
        if (agree(first.run(network, image), logits) < 0) {
          double[] expected = runtime.run(image.toDoubles());
          double[] ours = softmax ? softmax(logits) : logits;
          assertThat(agree(ours, expected))
              .as("%s: %s and %s", network.name(), Arrays.toString(ours), Arrays.toString(expected))
              .isNegative();
          compared++;
        }
      }
    }
    return compared;
  }

  /** The first index at which two outputs differ by more than the tolerance; -1 if none does. */
  static int agree(double[] ours, double[] theirs) {
    assertThat(ours).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - theirs[i]) <= 1e-4 * Math.max(1, Math.abs(theirs[i])))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean endsWithSoftmax(Imported imported) {
    return imported.notes().stream().anyMatch(note -> note.matches("Softmax .* dropped.*"));
  }

  static double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(y -> Math.exp(y - largest)).sum();
    return Arrays.stream(logits).map(y -> Math.exp(y - largest) / sum).toArray();
  }

  private static List<Path> files(String... extensions) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(AssayData.data(), AssayData.models())) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(f -> Stream.of(extensions).anyMatch(f.toString()::endsWith))
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void shapesAndTypesAreThoseOfOneExample() throws Exception {
    assertThat(input("data/wk17a/derived/wk17a_linf0.1.onnx")).isEqualTo(Shape.of(1, 28, 28));
    assertThat(input("data/vnncomp_mnist_fc/onnx/mnist-net_256x2.onnx"))
        .isEqualTo(Shape.of(784, 1));
    assertThat(input("models/deepcheck-784-10-10-10-10.onnx")).isEqualTo(Shape.of(784));
    assertThat(input("data/marabou_resources/onnx/fc_matMul.onnx")).isEqualTo(Shape.of(25, 5));
    assertThat(read("data/wk17a_backdoor/wk17a_altered_rebuilt.onnx").network().elementType())
        .isEqualTo(ElementType.FLOAT32);
  }

  @Test
  void twoMegabytesAreReadInWellUnderASecond() throws Exception {
    byte[] bytes = Files.readAllBytes(AssayData.data("vnncomp_mnist_fc/onnx/mnist-net_256x6.onnx"));
    OnnxReader.read("warm", bytes);
    long start = System.nanoTime();
    OnnxReader.read("measured", bytes);
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    System.out.println("import of " + bytes.length + " bytes: " + milliseconds + " ms");
    assertThat(milliseconds).isLessThan(1000);
  }

  @Test
  void everyNnetFileIsImported() throws Exception {
    List<String> imported = new ArrayList<>();
    for (Path file : files(".nnet")) {
      Imported read = NnetReader.read(file.getFileName().toString(), Files.readAllBytes(file));
      imported.add(
          "%s %d -> %d %s"
              .formatted(
                  read.network().name(),
                  read.network().inputs(),
                  read.network().labels(),
                  read.notes()));
    }
    System.out.println("imported: " + String.join("; ", imported));
    assertThat(imported).hasSize(95);
  }

  @Test
  void aTruncatedNnetFileIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(AssayData.data("neuralverification_jl_nnet/mnist1.nnet"));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    assertThatThrownBy(() -> NnetReader.read("half", half))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("layer 1");
  }

  @Test
  void damagedRealFilesAreReadOrRefused() throws Exception {
    Random random = new Random(17);
    int read = 0;
    int refused = 0;
    for (Path file : files(".onnx", ".nnet")) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < (whole.length < 100_000 ? 8 : 2); i++) {
        byte[] damaged =
            i % 2 == 0 ? whole.clone() : Arrays.copyOf(whole, random.nextInt(whole.length));
        for (int n = 0; i % 2 == 0 && n < 3; n++) {
          // Most bytes are weights; the structure of a file stands at its ends.
          int reach = random.nextBoolean() ? whole.length : Math.min(whole.length, 400);
          damaged[whole.length - 1 - random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          NetworkReader.read(file.toString(), damaged, NO_FILES);
          read++;
        } catch (ModelFormatException e) {
          refused++;
        }
      }
    }
    System.out.println("damaged real files: read " + read + ", refused " + refused);
    assertThat(read).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void theSameNetworkInBothFormatsIsTheSameFunction() throws Exception {
    Network onnx = read("data/marabou_resources/onnx/fc_2-2-3.onnx").network();
    Path file = AssayData.data("marabou_resources/nnet/fc_2-2-3.nnet");
    Network nnet = NnetReader.read("fc_2-2-3", Files.readAllBytes(file)).network();
    Random random = new Random(6);
    for (int i = 0; i < INPUTS; i++) {
      Tensor x = Tensor.of(Shape.of(2), random.nextInt(-8, 8), random.nextInt(-8, 8));
      assertThat(OrderedSemantics.logits(nnet, x)).isEqualTo(OrderedSemantics.logits(onnx, x));
    }
  }

  private static Shape input(String path) throws IOException {
    return read(path).network().input();
  }

  private static Imported read(String path) throws IOException {
    Path file = AssayData.data().resolveSibling(path);
    return OnnxReader.read(path, Files.readAllBytes(file));
  }
}

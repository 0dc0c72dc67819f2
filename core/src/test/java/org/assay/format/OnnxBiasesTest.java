package org.assay.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.repair.RoundModel;
import org.junit.jupiter.api.Test;

/** Files with other biases: read as the wanted network, and run by onnxruntime as such. */
class OnnxBiasesTest {

  private static final int MODELS = 4000;

  private static Network read(byte[] file) {
    return OnnxReader.read("made", file).network();
  }

  /** The network with other biases, small numbers that float32 holds. */
  private static Network changed(Network network, Random random) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Dense dense) {
        layers.add(Dense.of(dense.weight(), changed(dense.bias(), random)));
      } else if (layer instanceof Conv conv) {
        layers.add(
            Conv.of(conv.kernel(), changed(conv.bias(), random), conv.geometry(), conv.input()));
      } else {
        layers.add(layer);
      }
    }
    return new Network(network.name(), network.elementType(), network.input(), layers);
  }

  private static Tensor changed(Tensor biases, Random random) {
    Tensor changed = biases;
    for (int i = 0; i < biases.size(); i++) {
      changed = changed.with(i, random.nextInt(-1000, 1000) / 256.0);
    }
    return changed;
  }

  private static void hold(byte[] file, long seed) throws OrtException {
    Network wanted = changed(read(file), new Random(seed));
    byte[] written = OnnxBiases.write(file, wanted);
    assertThat(read(written).contentHash()).isEqualTo(wanted.contentHash());
    try (OnnxRuntime runtime = OnnxRuntime.of(written)) {
      Agreement.compare(wanted, runtime, 1e-3);
    }
  }

  @Test
  void anyChainTakesOtherBiases() throws OrtException {
    int written = 0;
    for (int seed = 0; seed < MODELS; seed++) {
      byte[] file = RandomChainsTest.chain(new Random(seed)).bytes();
      Network network;
      try {
        network = read(file);
      } catch (ModelFormatException e) {
        continue;
      }
      if (!changed(network, new Random(seed)).contentHash().equals(network.contentHash())) {
        hold(file, seed);
        written++;
      }
    }
    assertThat(written).isGreaterThan(MODELS / 50);
  }

  /** Products without a bias, scaled ones, shared tensors, constants of nodes, both types. */
  @Test
  void biasesThatAreNoTensorOfTheirOwnBecomeOne() throws OrtException {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      MadeModel made =
          MadeModel.of(13, type, "N", 3)
              .weights("w", 3, 3)
              .weights("b", 3)
              .node("MatMul", "_,w")
              .node("Relu", "_")
              .node("Gemm", "_,w,b", MadeModel.real("beta", 0.5))
              .node("Relu", "_")
              .node("Gemm", "_,w,b", MadeModel.real("beta", 0))
              .node("Relu", "_")
              .node("Gemm", "_,w")
              .node("Relu", "_")
              .node("MatMul", "_,w")
              .aside(
                  "Constant",
                  "",
                  "c",
                  MadeModel.tensor(
                      "value",
                      TensorProto.newBuilder()
                          .setDataType(type.getNumber())
                          .addDims(1)
                          .setRawData(MadeModel.raw(type, 0.5))))
              .node("Sub", "v8,c");
      hold(made.bytes(), 5);
      hold(made.model().toBuilder().setIrVersion(3).build().toByteArray(), 6);
    }
  }

  @Test
  void convolutionsTakeOneAChannel() throws OrtException {
    hold(
        MadeModel.of(13, 1, 1, 4, 4)
            .weights("k", 2, 1, 2, 2)
            .weights("c", 2)
            .weights("d", 2, 1, 1)
            .weights("l", 3, 2, 1, 1)
            .node("Conv", "_,k,c")
            .node("Relu", "_")
            .node("Conv", "_,l")
            .node("Relu", "_")
            .weights("m", 2, 3, 2, 2)
            .node("Conv", "_,m")
            .node("Add", "d,_")
            .bytes(),
        7);
  }

  @Test
  void nothingElseIsTouched() {
    byte[] file =
        MadeModel.of(13, "N", 3).weights("w", 3, 2).weights("b", 2).node("Gemm", "_,w,b").bytes();
    Network network = read(file);
    assertThat(OnnxBiases.write(file, network)).isEqualTo(file);
    byte[] written = OnnxBiases.write(file, changed(network, new Random(1)));
    assertThat(written).hasSameSizeAs(file);
    assertThat(new RoundModel(2).of(network).contentHash()).isNotEqualTo(network.contentHash());
    assertThatThrownBy(() -> OnnxBiases.write(file, new RoundModel(2).of(network)))
        .hasMessageContaining("by more than its biases");
  }

  @Test
  void filesThatCannotBeWrittenAreRefused() throws Exception {
    byte[] half =
        MadeModel.of(13, DataType.FLOAT16, 1, 3)
            .weights("w", 3, 2)
            .weights("b", 2)
            .node("Gemm", "_,w,b")
            .bytes();
    assertThatThrownBy(() -> OnnxBiases.write(half, read(half)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("float16");
    byte[] whole = MadeModel.of(13, 1, 3).weights("w", 3, 2).node("MatMul", "_,w").bytes();
    ModelProto.Builder model = ModelProto.parseFrom(whole).toBuilder();
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataLocation(DataLocation.EXTERNAL)
        .clearRawData();
    assertThatThrownBy(() -> OnnxBiases.write(model.build().toByteArray(), read(whole)))
        .hasMessageContaining("files beside it");
    assertThatThrownBy(
            () -> OnnxBiases.write("2,4,2,4".getBytes(StandardCharsets.UTF_8), read(whole)))
        .isInstanceOf(ModelFormatException.class);
  }
}

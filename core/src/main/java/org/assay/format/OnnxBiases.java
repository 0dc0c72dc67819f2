package org.assay.format;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * Writes other biases into ONNX models; all else of a file stays as it is. A bias that is no tensor
 * of its own, since there is none, or it is shared or computed, becomes a new one.
 *
 * <p>Guarantee: what is written was read again as the wanted network, with its content hash.
 */
public final class OnnxBiases {

  /** From this version of the format on, initializers need not be inputs too. */
  private static final long INITIALIZERS_ALONE = 4;

  private final ModelProto.Builder model;
  private final GraphProto.Builder graph;
  private final ElementType type;

  private OnnxBiases(ModelProto model, ElementType type) {
    this.model = model.toBuilder();
    this.graph = this.model.getGraphBuilder();
    this.type = type;
  }

  /**
   * A model with the biases of another network.
   *
   * @param file a model that is whole in its bytes
   * @param wanted the network of the file but for biases of dense and convolutional layers
   * @throws ModelFormatException if the file is no such model, or the network has more differences
   */
  public static byte[] write(byte[] file, Network wanted) {
    String name = wanted.name();
    try {
      ProtobufCensus.check(file);
      ModelProto model = ModelProto.parseFrom(file);
      if (model.getGraph().getInitializerList().stream()
          .anyMatch(t -> t.getDataLocation() == DataLocation.EXTERNAL)) {
        throw new ModelFormatException("keeps numbers in files beside it, which are not written");
      }
      OnnxImport read = new OnnxImport(model, OnnxBiases::refuse);
      Network stored = read.run(name).network();
      if (read.isHalf()) {
        throw new ModelFormatException("holds float16 numbers, which are not written");
      }
      OnnxBiases biases = new OnnxBiases(model, stored.elementType());
      read.biases()
          .forEach(
              (layer, place) -> {
                Tensor bias = biases(wanted, layer);
                if (!bias.equals(biases(stored, layer))) {
                  biases.put(place, wanted.layers().get(layer), bias);
                }
              });
      byte[] written = biases.model.build().toByteArray();
      if (!OnnxReader.read(name, written).network().contentHash().equals(wanted.contentHash())) {
        throw new ModelFormatException("is another network by more than its biases");
      }
      return written;
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(name + ": is no ONNX file: " + e.getMessage(), e);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
  }

  private static byte[] refuse(String path, long offset, long length) throws IOException {
    throw new IOException("no files beside the model are read here");
  }

  private static Tensor biases(Network network, int layer) {
    Layer found = layer < network.layers().size() ? network.layers().get(layer) : null;
    if (found instanceof Dense dense) {
      return dense.bias();
    }
    if (found instanceof Conv conv) {
      return conv.bias();
    }
    throw new ModelFormatException("has biases in layer " + layer + ", the other network has none");
  }

  private void put(BiasPlace place, Layer layer, Tensor biases) {
    NodeProto.Builder node = node(place.node().outputs().get(0));
    boolean minus = place.node().operator().equals("Sub");
    if (place.input() == BiasPlace.NONE) {
      add(node, tensor(fresh(node), place.output().dimensions(), biases, false));
      return;
    }
    boolean given = place.node().has(place.input());
    OptionalInt old = given ? initializer(node.getInput(place.input())) : OptionalInt.empty();
    List<Integer> dimensions = dimensions(place, layer);
    if (old.isPresent() && isUsedOnce(node.getInput(place.input()))) {
      TensorProto before = graph.getInitializer(old.getAsInt());
      Shape kept = OnnxTensors.shape("tensor", before.getDimsList());
      dimensions = kept.size() == biases.size() ? kept.dimensions() : dimensions;
      graph.setInitializer(old.getAsInt(), tensor(before.getName(), dimensions, biases, minus));
    } else {
      while (node.getInputCount() <= place.input()) {
        node.addInput("");
      }
      node.setInput(place.input(), keep(tensor(fresh(node), dimensions, biases, minus)));
    }
    unscale(node);
  }

  /** A product that takes no bias gets an addition after it. */
  private void add(NodeProto.Builder product, TensorProto biases) {
    String output = product.getOutput(0);
    String unbiased = biases.getName() + "_before";
    product.setOutput(0, unbiased);
    int at =
        IntStream.range(0, graph.getNodeCount())
            .filter(i -> graph.getNode(i).getOutput(0).equals(unbiased))
            .findFirst()
            .orElseThrow();
    graph.addNode(
        at + 1,
        NodeProto.newBuilder()
            .setOpType("Add")
            .setName(biases.getName())
            .addInput(unbiased)
            .addInput(keep(biases))
            .addOutput(output));
  }

  private NodeProto.Builder node(String output) {
    return graph.getNodeBuilderList().stream()
        .filter(n -> n.getOutputCount() > 0 && n.getOutput(0).equals(output))
        .findFirst()
        .orElseThrow();
  }

  private OptionalInt initializer(String name) {
    return IntStream.range(0, graph.getInitializerCount())
        .filter(i -> graph.getInitializer(i).getName().equals(name))
        .findFirst();
  }

  private boolean isUsedOnce(String name) {
    return graph.getNodeList().stream()
            .flatMap(n -> n.getInputList().stream())
            .filter(name::equals)
            .count()
        == 1;
  }

  /** A name that nothing in the graph has. */
  private String fresh(NodeProto.Builder node) {
    String name = node.getOutput(0) + "_bias";
    while (isNamed(name) || isNamed(name + "_before")) {
      name += "_";
    }
    return name;
  }

  private boolean isNamed(String name) {
    return initializer(name).isPresent()
        || graph.getInputList().stream().anyMatch(i -> i.getName().equals(name))
        || graph.getNodeList().stream().anyMatch(n -> n.getOutputList().contains(name));
  }

  /** The shape of a new tensor: one number a channel of a convolution, else one an output. */
  private static List<Integer> dimensions(BiasPlace place, Layer layer) {
    if (layer instanceof Conv conv) {
      int channels = conv.bias().size();
      return place.node().operator().equals("Conv") ? List.of(channels) : List.of(channels, 1, 1);
    }
    return place.output().dimensions();
  }

  private TensorProto tensor(String name, List<Integer> dimensions, Tensor biases, boolean minus) {
    boolean wide = type == ElementType.FLOAT64;
    ByteBuffer bytes = ByteBuffer.allocate(8 * biases.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (double bias : biases.toDoubles()) {
      double value = minus ? 0.0 - bias : bias;
      if (wide) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat((float) value);
      }
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType((wide ? DataType.DOUBLE : DataType.FLOAT).getNumber())
            .setRawData(ByteString.copyFrom(bytes.flip()));
    dimensions.forEach(tensor::addDims);
    return tensor.build();
  }

  /** Adds a tensor to the graph; gives its name. */
  private String keep(TensorProto tensor) {
    graph.addInitializer(tensor);
    if (model.getIrVersion() < INITIALIZERS_ALONE) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      tensor.getDimsList().forEach(d -> shape.addDimBuilder().setDimValue(d));
      graph.addInput(
          ValueInfoProto.newBuilder()
              .setName(tensor.getName())
              .setType(
                  TypeProto.newBuilder()
                      .setTensorType(
                          TypeProto.Tensor.newBuilder()
                              .setElemType(tensor.getDataType())
                              .setShape(shape))));
    }
    return tensor.getName();
  }

  /** Takes the factor off a bias: what is written was multiplied by it on import. */
  private static void unscale(NodeProto.Builder node) {
    for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
      if (node.getOpType().equals("Gemm") && attribute.getName().equals("beta")) {
        attribute.setF(1);
      }
    }
  }
}

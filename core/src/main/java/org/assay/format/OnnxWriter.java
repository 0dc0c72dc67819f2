package org.assay.format;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;

/**
 * Writes a network as an ONNX model of operator set 13 with an open batch dimension: a Gemm for
 * each dense layer, a Conv, a Relu or Clip, and for an elementwise map the one of Add, Mul, Sub and
 * BatchNormalization that has its numbers. A Reshape stands where a layer takes another shape.
 *
 * <p>Guarantee: what is written has been read back, and its content hash is the network's. Source:
 * the ONNX operator specification, <a
 * href="https://onnx.ai/onnx/operators/">onnx.ai/onnx/operators</a>.
 */
public final class OnnxWriter {

  private static final int OPERATOR_SET = 13;

  /** The version of the file format that came with the operator set. */
  private static final int FILE_FORMAT = 7;

  private static final String INPUT = "input";
  private static final String OUTPUT = "logits";

  private final Network network;
  private final DataType type;
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  /** The value that the next operator takes, and its shape for one example. */
  private String last = INPUT;

  private Shape shape;

  private OnnxWriter(Network network) {
    this.network = network;
    this.type = network.elementType() == ElementType.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
    this.shape = network.input();
  }

  /**
   * The bytes of a model that computes the network.
   *
   * @throws IllegalArgumentException if the network has an elementwise map that scales and shifts
   *     within a channel, which is no single operator of ONNX, or works on scalars
   */
  public static byte[] write(Network network) {
    byte[] file = new OnnxWriter(network).model().toByteArray();
    Network read = OnnxReader.read(network.name(), file).network();
    if (!read.contentHash().equals(network.contentHash())) {
      throw new IllegalArgumentException(
          network.name() + " has a layer that no single ONNX operator stands for");
    }
    return file;
  }

  private ModelProto model() {
    graph.setName(network.name().isEmpty() ? "network" : network.name());
    graph.addInput(value(INPUT));
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      add(layers.get(i), i + 1 == layers.size() ? OUTPUT : "layer" + i);
    }
    graph.addOutput(value(OUTPUT));
    return ModelProto.newBuilder()
        .setIrVersion(FILE_FORMAT)
        .setProducerName("assay")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build();
  }

  /** An input or output of the current shape, a batch of any size. */
  private ValueInfoProto value(String name) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    shape
        .dimensions()
        .forEach(d -> dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(d)));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)))
        .build();
  }

  private void add(Layer layer, String name) {
    reshape(layer.input(), name);
    if (layer instanceof Dense dense) {
      constant(name + ".weight", dense.weight().shape(), dense.weight().toDoubles());
      constant(name + ".bias", dense.bias().shape(), dense.bias().toDoubles());
      node("Gemm", name, last, name + ".weight", name + ".bias")
          .addAttribute(attribute("transB", AttributeType.INT).setI(1));
    } else if (layer instanceof Conv conv) {
      convolution(conv, name);
    } else if (layer instanceof Affine affine) {
      elementwise(affine, name);
    } else {
      clip((Clip) layer, name);
    }
    last = name;
    shape = layer.output();
  }

  /** Has the value that comes next in another shape. */
  private void reshape(Shape wanted, String layer) {
    if (wanted.equals(shape)) {
      return;
    }
    TensorProto.Builder target =
        TensorProto.newBuilder()
            .setName(layer + ".shape")
            .setDataType(DataType.INT64.getNumber())
            .addDims(wanted.rank() + 1L)
            .addInt64Data(-1);
    wanted.dimensions().forEach(d -> target.addInt64Data(d));
    graph.addInitializer(target);
    node("Reshape", layer + ".input", last, layer + ".shape");
    last = layer + ".input";
    shape = wanted;
  }

  private void convolution(Conv conv, String name) {
    constant(name + ".weight", conv.kernel().shape(), conv.kernel().toDoubles());
    constant(name + ".bias", conv.bias().shape(), conv.bias().toDoubles());
    Conv.Geometry g = conv.geometry();
    Shape kernel = conv.kernel().shape();
    node("Conv", name, last, name + ".weight", name + ".bias")
        .addAttribute(integers("kernel_shape", kernel.dimension(2), kernel.dimension(3)))
        .addAttribute(integers("strides", g.strideRows(), g.strideColumns()))
        .addAttribute(integers("pads", g.padTop(), g.padLeft(), g.padBottom(), g.padRight()))
        .addAttribute(integers("dilations", g.dilationRows(), g.dilationColumns()))
        .addAttribute(attribute("group", AttributeType.INT).setI(g.groups()));
  }

  private void elementwise(Affine affine, String name) {
    double[] scale = affine.scale().toDoubles();
    double[] shift = affine.shift().toDoubles();
    Shape of = affine.input();
    if (all(scale, 1)) {
      constant(name + ".addend", of, shift);
      node("Add", name, last, name + ".addend");
    } else if (all(shift, 0)) {
      constant(name + ".factor", of, scale);
      node("Mul", name, last, name + ".factor");
    } else if (all(scale, -1)) {
      constant(name + ".minuend", of, shift);
      node("Sub", name, name + ".minuend", last);
    } else {
      byChannel(of, scale, shift, name);
    }
  }

  private static boolean all(double[] values, double wanted) {
    return Arrays.stream(values).allMatch(v -> Double.compare(v, wanted) == 0);
  }

  /** A batch normalisation of mean 0 and variance 1; whether channels are even is told at last. */
  private void byChannel(Shape of, double[] scale, double[] shift, String name) {
    int channels = of.rank() == 0 ? 1 : of.dimension(0);
    double[][] statistics = new double[4][channels];
    for (int c = 0; c < channels; c++) {
      statistics[0][c] = scale[c * (scale.length / channels)];
      statistics[1][c] = shift[c * (scale.length / channels)];
      statistics[3][c] = 1;
    }
    List<String> names = List.of(".scale", ".shift", ".mean", ".variance");
    for (int i = 0; i < statistics.length; i++) {
      constant(name + names.get(i), Shape.of(channels), statistics[i]);
    }
    node("BatchNormalization", name, last)
        .addAllInput(names.stream().map(statistic -> name + statistic).toList())
        .addAttribute(attribute("epsilon", AttributeType.FLOAT).setF(0));
  }

  private void clip(Clip clip, String name) {
    if (clip.isRelu()) {
      node("Relu", name, last);
      return;
    }
    NodeProto.Builder node = node("Clip", name, last);
    for (double bound : new double[] {clip.low(), clip.high()}) {
      String input = name + (bound == clip.low() ? ".low" : ".high");
      if (Double.isInfinite(bound)) {
        node.addInput("");
      } else {
        constant(input, new Shape(List.of()), bound);
        node.addInput(input);
      }
    }
  }

  private NodeProto.Builder node(String operator, String output, String... inputs) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private void constant(String name, Shape of, double... values) {
    int width = type == DataType.FLOAT ? Float.BYTES : Double.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(width * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (type == DataType.FLOAT) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    of.dimensions().forEach(d -> tensor.addDims(d));
    graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes.flip())));
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static AttributeProto.Builder integers(String name, int... values) {
    return attribute(name, AttributeType.INTS)
        .addAllInts(Arrays.stream(values).asLongStream().boxed().toList());
  }
}

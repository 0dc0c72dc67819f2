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
import java.util.List;
import java.util.Random;

/** An ONNX model written for a test: one input {@code x}, nodes in a chain, one output. */
final class MadeModel {

  final GraphProto.Builder graph = GraphProto.newBuilder().setName("made");
  private final DataType type;
  private final int opset;
  private final Random random = new Random(7);
  private String last = "x";

  private MadeModel(int opset, DataType type, Object... dimensions) {
    this.opset = opset;
    this.type = type;
    graph.addInput(value("x", type, dimensions));
  }

  /** A float32 model; a dimension is a number, or a text for a symbolic one. */
  static MadeModel of(int opset, Object... dimensions) {
    return new MadeModel(opset, DataType.FLOAT, dimensions);
  }

  static MadeModel of(int opset, DataType type, Object... dimensions) {
    return new MadeModel(opset, type, dimensions);
  }

  static ValueInfoProto.Builder value(String name, DataType type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object d : dimensions) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          d instanceof Number n
              ? dimension.setDimValue(n.longValue())
              : dimension.setDimParam(d.toString()));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)));
  }

  /** Random weights as raw bytes in the model's type. */
  MadeModel weights(String name, int... dimensions) {
    int size = 1;
    for (int d : dimensions) {
      size *= d;
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(-1000, 1000) / 512.0;
    }
    return weights(name, type, dimensions, values);
  }

  MadeModel weights(String name, DataType as, int[] dimensions, double... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(as.getNumber());
    for (int d : dimensions) {
      tensor.addDims(d);
    }
    graph.addInitializer(tensor.setRawData(raw(as, values)));
    return this;
  }

  static ByteString raw(DataType as, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (as) {
        case FLOAT -> bytes.putFloat((float) value);
        case DOUBLE -> bytes.putDouble(value);
        case FLOAT16 -> bytes.putShort(half(value));
        case INT64 -> bytes.putLong((long) value);
        case INT32 -> bytes.putInt((int) value);
        default -> bytes.put((byte) value);
      }
    }
    return ByteString.copyFrom(bytes.flip());
  }

  /** The bits of a float16 whose value is given exactly. */
  static short half(double value) {
    for (int bits = 0; bits < 0x7c00; bits++) {
      if (OnnxTensors.widen(bits) == Math.abs(value)) {
        return (short) (value < 0 ? bits | 0x8000 : bits);
      }
    }
    throw new IllegalArgumentException(value + " is no float16");
  }

  MadeModel indices(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(DataType.INT64.getNumber());
    tensor.addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** Appends a node; the input {@code _} is the output of the node before. */
  MadeModel node(String operator, String inputs, AttributeProto.Builder... attributes) {
    return aside(operator, inputs, "v" + graph.getNodeCount(), attributes).follow();
  }

  private MadeModel follow() {
    last = graph.getNode(graph.getNodeCount() - 1).getOutput(0);
    return this;
  }

  /** Appends a node whose output has a name of its own and does not continue the chain. */
  MadeModel aside(
      String operator, String inputs, String output, AttributeProto.Builder... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(operator + graph.getNodeCount())
            .addOutput(output);
    for (String input : inputs.isEmpty() ? new String[0] : inputs.split(",", -1)) {
      node.addInput(input.equals("_") ? last : input);
    }
    for (AttributeProto.Builder attribute : attributes) {
      node.addAttribute(attribute);
    }
    graph.addNode(node);
    return this;
  }

  ModelProto model() {
    GraphProto.Builder finished = graph.clone();
    if (finished.getOutputCount() == 0) {
      finished.addOutput(
          ValueInfoProto.newBuilder()
              .setName(last)
              .setType(
                  TypeProto.newBuilder()
                      .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.getNumber()))));
    }
    return ModelProto.newBuilder()
        .setIrVersion(opset < 10 ? 5 : 8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(finished)
        .build();
  }

  byte[] bytes() {
    return model().toByteArray();
  }

  static AttributeProto.Builder integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value);
  }

  static AttributeProto.Builder real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF((float) value);
  }

  static AttributeProto.Builder integers(String name, Long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(List.of(values));
  }

  static AttributeProto.Builder text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value));
  }

  static AttributeProto.Builder tensor(String name, TensorProto.Builder value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.TENSOR).setT(value);
  }
}

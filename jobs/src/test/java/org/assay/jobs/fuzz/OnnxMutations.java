package org.assay.jobs.fuzz;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes of ONNX models by their fields: dimensions, types, names, nodes, weights, nesting. */
final class OnnxMutations {

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    28,
    784,
    1 << 13,
    1 << 20,
    1 << 24,
    1 << 26,
    1L << 27,
    Integer.MAX_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] REALS = {
    0, -0.0, 1, -1, 1e-45, Float.MAX_VALUE, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY
  };
  private static final List<String> NAMES =
      List.of(
          "",
          "../../../../outside",
          "/dev/zero",
          "file:///etc/hostname",
          "<script>alert(1)</script>",
          "a\nb",
          "x".repeat(100_000),
          "location",
          "offset",
          "length",
          "9223372036854775807",
          "-1");
  private static final List<String> OPERATORS =
      List.of(
          "Gemm",
          "MatMul",
          "Conv",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "BatchNormalization",
          "Relu",
          "Clip",
          "Reshape",
          "Flatten",
          "Transpose",
          "Squeeze",
          "Unsqueeze",
          "Concat",
          "Slice",
          "Gather",
          "Shape",
          "Constant",
          "ConstantOfShape",
          "Expand",
          "Cast",
          "Identity",
          "Softmax",
          "ArgMax",
          "Pad",
          "Tile",
          "Range",
          "Loop",
          "If",
          "MaxPool",
          "Neg",
          "Sqrt",
          "Reciprocal");

  private OnnxMutations() {}

  /** Few changes of one of the models; now and then damage to its bytes on top. */
  static byte[] of(Random random, List<byte[]> seeds) {
    ModelProto.Builder model = parsed(seeds.get(random.nextInt(seeds.size()))).toBuilder();
    for (int left = ByteMutations.times(random, 5); left > 0; left--) {
      if (random.nextInt(8) == 0) {
        special(random, model.getGraphBuilder());
      } else {
        descend(random, random.nextInt(9) > 0 ? model.getGraphBuilder() : model, model);
      }
    }
    byte[] bytes = model.build().toByteArray();
    return random.nextInt(10) == 0 ? ByteMutations.of(random, List.of(bytes)) : bytes;
  }

  private static ModelProto parsed(byte[] file) {
    try {
      return ModelProto.parseFrom(file);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("a seed is no model", e);
    }
  }

  /** Walks down a random way and changes the field at its end. */
  private static void descend(Random random, Message.Builder at, ModelProto.Builder model) {
    List<FieldDescriptor> set = new ArrayList<>(at.getAllFields().keySet());
    if (set.isEmpty() || random.nextInt(12) == 0) {
      set = at.getDescriptorForType().getFields();
    }
    FieldDescriptor field = set.get(random.nextInt(set.size()));
    boolean repeated = field.isRepeated();
    int count = repeated ? at.getRepeatedFieldCount(field) : at.hasField(field) ? 1 : 0;
    int index = count == 0 ? 0 : random.nextInt(count);
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && count > 0) {
      if (random.nextInt(6) > 0) {
        descend(
            random,
            repeated ? at.getRepeatedFieldBuilder(field, index) : at.getFieldBuilder(field),
            model);
      } else {
        rearrange(random, at, field, index);
      }
    } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      scalar(random, at, field, index, model);
    }
  }

  /** Leaves out, doubles or swaps a part. */
  private static void rearrange(
      Random random, Message.Builder at, FieldDescriptor field, int index) {
    if (!field.isRepeated()) {
      at.clearField(field);
      return;
    }
    List<Object> parts = new ArrayList<>((List<?>) at.getField(field));
    Object part = parts.get(index);
    int other = random.nextInt(parts.size());
    switch (random.nextInt(3)) {
      case 0 -> parts.remove(index);
      case 1 -> parts.add(other, part);
      default -> parts.set(index, parts.set(other, part));
    }
    at.setField(field, parts);
  }

  private static void scalar(
      Random random,
      Message.Builder at,
      FieldDescriptor field,
      int index,
      ModelProto.Builder model) {
    if (!field.isRepeated()) {
      Object value = value(random, field, at.getField(field), model);
      at.setField(field, value);
      return;
    }
    List<Object> values = new ArrayList<>((List<?>) at.getField(field));
    Object old = values.isEmpty() ? none(field) : values.get(index);
    switch (values.isEmpty() ? 0 : random.nextInt(4)) {
      case 0 -> values.add(value(random, field, old, model));
      case 1 -> values.remove(index);
      default -> values.set(index, value(random, field, old, model));
    }
    at.setField(field, values);
  }

  private static Object none(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING ? ByteString.EMPTY : "";
  }

  private static Object value(
      Random random, FieldDescriptor field, Object old, ModelProto.Builder model) {
    return switch (field.getJavaType()) {
      case INT -> (int) NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(2);
      case LONG -> NUMBERS[random.nextInt(NUMBERS.length)];
      case FLOAT -> (float) REALS[random.nextInt(REALS.length)];
      case DOUBLE -> REALS[random.nextInt(REALS.length)];
      case BOOLEAN -> random.nextBoolean();
      case STRING -> name(random, model.getGraphBuilder());
      case BYTE_STRING -> weights(random, (ByteString) old);
      case ENUM -> {
        EnumDescriptor type = field.getEnumType();
        yield type.getValues().get(random.nextInt(type.getValues().size()));
      }
      case MESSAGE -> throw new IllegalArgumentException("a part is no value");
    };
  }

  /** A name from the model, so that nodes are wired anew and in circles; else a hostile one. */
  private static String name(Random random, GraphProto.Builder graph) {
    int kind = random.nextInt(4);
    if (kind == 0) {
      return NAMES.get(random.nextInt(NAMES.size()));
    }
    if (kind == 1) {
      return OPERATORS.get(random.nextInt(OPERATORS.size()));
    }
    if (kind == 2 && graph.getInitializerCount() > 0) {
      return graph.getInitializer(random.nextInt(graph.getInitializerCount())).getName();
    }
    if (graph.getNodeCount() == 0) {
      return "x";
    }
    NodeProto node = graph.getNode(random.nextInt(graph.getNodeCount()));
    List<String> names = new ArrayList<>(node.getInputList());
    names.addAll(node.getOutputList());
    return names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
  }

  private static ByteString weights(Random random, ByteString old) {
    byte[] bytes = old.toByteArray();
    switch (random.nextInt(4)) {
      case 0 -> {
        return ByteString.copyFrom(bytes, 0, random.nextInt(1 + bytes.length));
      }
      case 1 -> {
        return ByteString.copyFrom(Arrays.copyOf(bytes, bytes.length + random.nextInt(100)));
      }
      default -> {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = random.nextInt(4); i >= 0 && bytes.length >= Float.BYTES; i--) {
          int at = random.nextInt(bytes.length / Float.BYTES) * Float.BYTES;
          buffer.putFloat(at, (float) REALS[random.nextInt(REALS.length)]);
        }
        return ByteString.copyFrom(bytes);
      }
    }
  }

  /** What single fields seldom add up to. */
  private static void special(Random random, GraphProto.Builder graph) {
    switch (random.nextInt(4)) {
      case 0 -> outside(random, graph);
      case 1 -> nest(random, graph);
      case 2 -> {
        for (int times = 1 << random.nextInt(12); times > 0 && graph.getNodeCount() > 0; times--) {
          graph.addNode(graph.getNode(random.nextInt(graph.getNodeCount())));
        }
      }
      default -> {
        if (graph.getNodeCount() > 0) {
          graph
              .getNodeBuilder(random.nextInt(graph.getNodeCount()))
              .setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
        }
      }
    }
  }

  /** Moves a tensor to a file beside the model, or anywhere. */
  private static void outside(Random random, GraphProto.Builder graph) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    String place = random.nextBoolean() ? "weights.bin" : name(random, graph);
    TensorProto.Builder tensor =
        graph
            .getInitializerBuilder(random.nextInt(graph.getInitializerCount()))
            .clearRawData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(place));
    if (random.nextBoolean()) {
      long offset = NUMBERS[random.nextInt(NUMBERS.length)];
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey("offset").setValue(Long.toString(offset)));
    }
    if (random.nextBoolean()) {
      tensor.clearDims().addDims(1L << random.nextInt(28));
    }
  }

  private static void nest(Random random, GraphProto.Builder graph) {
    GraphProto inner = GraphProto.getDefaultInstance();
    for (int depth = 1 << random.nextInt(8); depth > 0; depth--) {
      inner =
          GraphProto.newBuilder()
              .addNode(NodeProto.newBuilder().addAttribute(holding(inner)))
              .build();
    }
    if (graph.getNodeCount() > 0) {
      graph.getNodeBuilder(random.nextInt(graph.getNodeCount())).addAttribute(holding(inner));
    }
  }

  private static AttributeProto.Builder holding(GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName("body")
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph);
  }
}

package org.assay.format;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operator in a graph: its inputs by name, its attributes by type, and its name in messages. */
final class OnnxNode {

  private final NodeProto proto;
  private final int opset;
  private final Map<String, AttributeProto> attributes = new HashMap<>();

  OnnxNode(NodeProto proto, int opset) {
    this.proto = proto;
    this.opset = opset;
    for (AttributeProto attribute : proto.getAttributeList()) {
      attributes.put(attribute.getName(), attribute);
    }
  }

  /** The operator; one of another domain than ONNX's own is named with its domain. */
  String operator() {
    String domain = proto.getDomain();
    return domain.isEmpty() || domain.equals("ai.onnx")
        ? proto.getOpType()
        : domain + "." + proto.getOpType();
  }

  /** The version of ONNX's operators that gives this node its meaning. */
  int opset() {
    return opset;
  }

  List<String> inputs() {
    return proto.getInputList();
  }

  /** Whether an input is given; optional ones may be absent or have an empty name. */
  boolean has(int input) {
    return input < proto.getInputCount() && !proto.getInput(input).isEmpty();
  }

  List<String> outputs() {
    return proto.getOutputList();
  }

  /** Operator and name, such as {@code Conv 'conv1'}. */
  String describe() {
    String name =
        !proto.getName().isEmpty()
            ? ModelFormatException.quote(proto.getName())
            : "with output "
                + ModelFormatException.quote(proto.getOutputCount() == 0 ? "" : proto.getOutput(0));
    String operator = ModelFormatException.quote(operator());
    return operator.substring(1, operator.length() - 1) + " " + name;
  }

  ModelFormatException refuse(String why) {
    return new ModelFormatException(describe() + " " + why);
  }

  long integer(String name, long otherwise) {
    return attribute(name, AttributeType.INT).map(AttributeProto::getI).orElse(otherwise);
  }

  double real(String name, double otherwise) {
    return attribute(name, AttributeType.FLOAT).map(a -> (double) a.getF()).orElse(otherwise);
  }

  Optional<long[]> integers(String name) {
    return attribute(name, AttributeType.INTS)
        .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  String text(String name, String otherwise) {
    return attribute(name, AttributeType.STRING)
        .map(a -> a.getS().toStringUtf8())
        .orElse(otherwise);
  }

  Optional<AttributeProto> attribute(String name, AttributeType type) {
    AttributeProto attribute = attributes.get(name);
    if (attribute == null) {
      return Optional.empty();
    }
    if (attribute.getType() != type) {
      throw refuse("has an attribute " + name + " of " + attribute.getType() + ", not " + type);
    }
    return Optional.of(attribute);
  }

  /** An axis between 0 and {@code count - 1}; negative ones count from the end. */
  int axis(long axis, int count) {
    long found = axis < 0 ? axis + count : axis;
    if (found < 0 || found >= count) {
      throw refuse("names axis " + axis + " of " + count);
    }
    return (int) found;
  }
}

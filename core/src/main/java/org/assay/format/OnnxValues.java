package org.assay.format;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The constants of a graph by name: initializers, decoded when first asked for, and folded ones.
 */
final class OnnxValues {

  private final Map<String, TensorProto> initializers;
  private final OnnxTensors tensors;
  private final Map<String, Constant> known = new HashMap<>();

  OnnxValues(Map<String, TensorProto> initializers, OnnxTensors tensors) {
    this.initializers = initializers;
    this.tensors = tensors;
  }

  void put(String name, Constant constant) {
    known.put(name, constant);
  }

  /** A constant input that must be there. */
  Constant of(OnnxNode node, int input) {
    if (!node.has(input)) {
      throw node.refuse("lacks its input " + input);
    }
    String name = node.inputs().get(input);
    Constant constant = known.get(name);
    if (constant != null) {
      return constant;
    }
    TensorProto tensor = initializers.get(name);
    if (tensor == null) {
      throw node.refuse(
          "needs the value " + ModelFormatException.quote(name) + " to be a constant");
    }
    Constant decoded = tensors.decode(tensor);
    known.put(name, decoded);
    return decoded;
  }

  /** A constant input that may be left out. */
  Optional<Constant> optional(OnnxNode node, int input) {
    return node.has(input) ? Optional.of(of(node, input)) : Optional.empty();
  }
}

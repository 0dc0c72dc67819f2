package org.assay.format;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of a model's graph that its output depends on: one input, one output, and the nodes
 * between them in an order in which each comes after those it needs.
 */
final class OnnxGraph {

  /** The versions of ONNX's operators whose definitions this package implements. */
  private static final long OLDEST_OPSET = 7;

  private static final long NEWEST_OPSET = 25;

  private final GraphProto graph;
  private final Map<String, TensorProto> initializers = new HashMap<>();
  private final Map<String, OnnxNode> producers = new HashMap<>();
  private final ValueInfoProto input;

  private OnnxGraph(ModelProto model) {
    this.graph = model.getGraph();
    int opset = opset(model);
    for (TensorProto tensor : graph.getInitializerList()) {
      if (initializers.put(tensor.getName(), tensor) != null) {
        throw twice(tensor.getName());
      }
    }
    for (NodeProto proto : graph.getNodeList()) {
      OnnxNode node = new OnnxNode(proto, opset);
      for (String output : node.outputs()) {
        if (!output.isEmpty()
            && (producers.put(output, node) != null || initializers.containsKey(output))) {
          throw twice(output);
        }
      }
    }
    this.input = input(graph);
    if (producers.containsKey(input.getName())) {
      throw twice(input.getName());
    }
  }

  static OnnxGraph of(ModelProto model) {
    if (!model.hasGraph() || model.getGraph().getOutputCount() == 0) {
      throw new ModelFormatException("is no ONNX file: it holds no graph with an output");
    }
    return new OnnxGraph(model);
  }

  private static ModelFormatException twice(String value) {
    return new ModelFormatException(
        "defines the value " + ModelFormatException.quote(value) + " twice");
  }

  private static int opset(ModelProto model) {
    long opset = 1;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        opset = set.getVersion();
      }
    }
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw new ModelFormatException(
          "is written for operator set %d; sets %d to %d are understood"
              .formatted(opset, OLDEST_OPSET, NEWEST_OPSET));
    }
    return (int) opset;
  }

  private ValueInfoProto input(GraphProto from) {
    // Before version 4 of the format every initializer is listed as an input too.
    List<ValueInfoProto> inputs =
        from.getInputList().stream().filter(i -> !initializers.containsKey(i.getName())).toList();
    if (inputs.size() != 1) {
      throw new ModelFormatException(
          "has " + inputs.size() + " inputs" + names(inputs) + "; one is needed");
    }
    if (from.getOutputCount() != 1) {
      throw new ModelFormatException(
          "has "
              + from.getOutputCount()
              + " outputs"
              + names(from.getOutputList())
              + "; one is needed");
    }
    return inputs.get(0);
  }

  private static String names(List<ValueInfoProto> values) {
    return values.stream()
        .limit(8)
        .map(value -> ModelFormatException.quote(value.getName()))
        .collect(Collectors.joining(", ", " (", ")"));
  }

  ValueInfoProto input() {
    return input;
  }

  String output() {
    return graph.getOutput(0).getName();
  }

  Map<String, TensorProto> initializers() {
    return initializers;
  }

  /** Whether a value comes from a node rather than from outside. */
  boolean isProduced(String value) {
    return producers.containsKey(value);
  }

  /**
   * The nodes that the output needs, each after those it depends on.
   *
   * @param supported the operators that are understood; another one is refused by name
   */
  List<OnnxNode> needed(Set<String> supported) {
    List<OnnxNode> order = new ArrayList<>();
    Map<OnnxNode, Integer> next = new HashMap<>();
    Deque<OnnxNode> path = new ArrayDeque<>();
    enter(output(), next, path);
    while (!path.isEmpty()) {
      OnnxNode node = path.peek();
      if (!supported.contains(node.operator())) {
        throw node.refuse("is not supported");
      }
      int at = next.merge(node, 1, Integer::sum) - 1;
      if (at < node.inputs().size()) {
        enter(node.inputs().get(at), next, path);
      } else if (at == node.inputs().size()) {
        order.add(path.pop());
      }
    }
    return order;
  }

  private void enter(String value, Map<OnnxNode, Integer> next, Deque<OnnxNode> path) {
    OnnxNode producer = producers.get(value);
    if (producer == null) {
      return;
    }
    if (!producer.outputs().get(0).equals(value)) {
      throw producer.refuse(
          "is needed for its further output " + ModelFormatException.quote(value));
    }
    Integer reached = next.get(producer);
    if (reached == null) {
      next.put(producer, 0);
      path.push(producer);
    } else if (reached <= producer.inputs().size()) {
      throw producer.refuse("depends on its own output");
    }
  }
}

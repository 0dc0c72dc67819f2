package org.assay.format;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assay.network.ElementType;
import org.assay.network.Shape;
import org.jspecify.annotations.Nullable;

/**
 * One run over a graph: operators on constants are folded, those on the data become layers. The
 * data must go from operator to operator in one chain.
 */
final class OnnxImport {

  /** What an operator does to the network, given which of its inputs is the data. */
  @FunctionalInterface
  private interface Step {
    void take(OnnxNode node, int data);
  }

  private static final Set<String> CLOSING = Set.of("Softmax", "LogSoftmax", "ArgMax");

  private final OnnxGraph graph;
  private final OnnxTensors tensors;
  private final OnnxValues values;
  private final Assembly assembly;
  private final ConstantFolding folding;
  private final Map<String, Step> steps;
  private final Set<String> supported;

  /** The type that the file gives to the data, which may be the float16 that is widened. */
  private @Nullable DataType dataType;

  private @Nullable OnnxNode closing;

  OnnxImport(ModelProto model, ExternalData external) {
    Allowance allowance = new Allowance();
    this.graph = OnnxGraph.of(model);
    this.tensors = new OnnxTensors(external, allowance);
    this.values = new OnnxValues(graph.initializers(), tensors);
    TypeProto.Tensor type = graph.input().getType().getTensorType();
    ElementType element =
        ConstantFolding.elementType(type.getElemType())
            .orElseThrow(() -> refuseInput("is of type number " + type.getElemType()));
    this.dataType = DataType.forNumber(type.getElemType());
    this.assembly = new Assembly(element, inputShape(type), allowance);
    this.folding = new ConstantFolding(values, tensors, allowance);
    this.steps = steps();
    this.supported = new HashSet<>(ShapeRules.OPERATORS);
    supported.addAll(ConstantFolding.OPERATORS);
    supported.addAll(steps.keySet());
    supported.addAll(CLOSING);
  }

  private Map<String, Step> steps() {
    ElementwiseOperators elementwise = new ElementwiseOperators(assembly, values);
    MatrixProducts products = new MatrixProducts(assembly, values);
    Convolutions convolutions = new Convolutions(assembly, values);
    return Map.ofEntries(
        Map.entry("Add", elementwise::add),
        Map.entry("Sub", elementwise::subtract),
        Map.entry("Mul", elementwise::multiply),
        Map.entry("Div", elementwise::divide),
        Map.entry("BatchNormalization", elementwise::batchNormalization),
        Map.entry("Relu", elementwise::relu),
        Map.entry("Clip", elementwise::clip),
        Map.entry("MatMul", products::matMul),
        Map.entry("Gemm", products::gemm),
        Map.entry("Conv", convolutions::conv),
        Map.entry("Dropout", this::dropout),
        Map.entry("Transpose", this::transpose),
        Map.entry("Cast", this::cast));
  }

  private ModelFormatException refuseInput(String why) {
    return new ModelFormatException(
        "input " + ModelFormatException.quote(graph.input().getName()) + " " + why);
  }

  /** The input's shape for one example: a leading dimension without a number is the batch, 1. */
  private Shape inputShape(TypeProto.Tensor type) {
    if (!type.hasShape()) {
      throw refuseInput("has no shape");
    }
    List<Long> dimensions = new ArrayList<>();
    List<TensorShapeProto.Dimension> stated = type.getShape().getDimList();
    for (int i = 0; i < stated.size(); i++) {
      boolean batch = i == 0 && stated.size() > 1 && !stated.get(i).hasDimValue();
      if (!batch && !stated.get(i).hasDimValue()) {
        throw refuseInput("has no number as its dimension " + i + " of " + stated.size());
      }
      dimensions.add(batch ? 1L : stated.get(i).getDimValue());
    }
    if (dimensions.stream().anyMatch(d -> d < 1)) {
      throw refuseInput("has the shape " + dimensions);
    }
    return OnnxTensors.shape(
        "input " + ModelFormatException.quote(graph.input().getName()), dimensions);
  }

  Imported run(String name) {
    String current = graph.input().getName();
    Set<String> data = new HashSet<>(Set.of(current));
    for (OnnxNode node : graph.needed(supported)) {
      int input = dataInput(node, data);
      if (input < 0) {
        values.put(node.outputs().get(0), folding.fold(node));
        continue;
      }
      if (!node.inputs().get(input).equals(current)) {
        throw node.refuse(
            "takes "
                + ModelFormatException.quote(node.inputs().get(input))
                + ", from which the graph has branched");
      }
      take(node, input);
      current = node.outputs().get(0);
      data.add(current);
    }
    if (!graph.output().equals(current)) {
      throw new ModelFormatException(
          "has the output "
              + ModelFormatException.quote(graph.output())
              + ", which does not depend on its input");
    }
    if (dataType == DataType.FLOAT16) {
      assembly.note("float16 arithmetic is taken as float32, of which every float16 is a member");
    }
    if (tensors.halves() > 0) {
      assembly.note("float16 tensors widened exactly to float32: " + tensors.halves());
    }
    return assembly.finish(name);
  }

  /** Where the file holds the biases of dense and convolutional layers, by layer. */
  Map<Integer, BiasPlace> biases() {
    return assembly.biases();
  }

  /** Whether the file computes, or keeps numbers, in float16. */
  boolean isHalf() {
    return dataType == DataType.FLOAT16 || tensors.halves() > 0;
  }

  /** Which input depends on the network's input; -1 where none does. */
  private static int dataInput(OnnxNode node, Set<String> data) {
    int found = -1;
    for (int i = 0; i < node.inputs().size(); i++) {
      if (data.contains(node.inputs().get(i))) {
        if (found >= 0) {
          throw node.refuse("joins two values that depend on the input");
        }
        found = i;
      }
    }
    return found;
  }

  private void take(OnnxNode node, int data) {
    boolean shapes = ShapeRules.OPERATORS.contains(node.operator());
    if (shapes && data == 0) {
      assembly.remove(node, ShapeRules.apply(node, assembly.shape(), values));
    } else if (CLOSING.contains(node.operator())) {
      close(node);
    } else if (closing != null) {
      throw closing.refuse("is not the last operator: " + node.describe() + " follows");
    } else {
      Step step = steps.get(node.operator());
      if (step == null) {
        throw node.refuse("of the data as input " + data + " is not supported");
      }
      step.take(node, data);
    }
  }

  /** Drops an operator after which the same label is the largest; the logits stand before it. */
  private void close(OnnxNode node) {
    Shape shape = assembly.shape();
    boolean argMax = node.operator().equals("ArgMax");
    if (closing != null && (!argMax || closing.operator().equals("ArgMax"))) {
      throw closing.refuse("is not the last operator: " + node.describe() + " follows");
    }
    boolean fromAxis = !argMax && node.opset() < 13;
    int axis = node.axis(node.integer("axis", argMax ? 0 : fromAxis ? 1 : -1), shape.rank());
    int over = shape.dimension(axis);
    for (int i = axis + 1; fromAxis && i < shape.rank(); i++) {
      over *= shape.dimension(i);
    }
    if (over != shape.size() || node.integer("select_last_index", 0) != 0) {
      throw node.refuse("does not run over all labels alike: shape " + shape + ", axis " + axis);
    }
    closing = node;
    assembly.note(node.describe() + " dropped: the network ends with its logits");
    if (argMax) {
      int rank = shape.rank() - (node.integer("keepdims", 1) == 0 ? 1 : 0);
      assembly.rename(new Shape(Collections.nCopies(rank, 1)));
    }
  }

  private void dropout(OnnxNode node, int data) {
    boolean training =
        data != 0 || values.optional(node, 2).map(mode -> mode.single(node) != 0).orElse(false);
    if (training) {
      throw node.refuse("is in training mode");
    }
    assembly.remove(node, assembly.shape());
  }

  private void transpose(OnnxNode node, int data) {
    Shape shape = assembly.shape();
    int[] permutation = ShapeRules.permutation(node, shape.rank());
    if (!ShapeRules.movesNothing(shape, permutation)) {
      throw node.refuse("moves elements of the data of shape " + shape);
    }
    assembly.remove(node, ShapeRules.permuted(shape, permutation));
  }

  private void cast(OnnxNode node, int data) {
    DataType to = DataType.forNumber((int) node.integer("to", 0));
    boolean widening = dataType == DataType.FLOAT16 && to == DataType.FLOAT;
    if (to != dataType && !widening) {
      throw node.refuse("of the data from " + dataType + " to " + to + " is not supported");
    }
    assembly.remove(node, assembly.shape());
  }
}

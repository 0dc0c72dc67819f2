package org.assay.format;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.assay.network.ElementType;
import org.assay.network.Shape;

/**
 * Operators all of whose inputs are constants, computed at import in the element type: elementwise
 * ones with one rounding a number, products in the stated order.
 */
final class ConstantFolding {

  static final Set<String> OPERATORS =
      Set.of("Constant", "Transpose", "Cast", "Add", "Sub", "Mul", "Div", "MatMul");

  private final OnnxValues values;
  private final OnnxTensors tensors;
  private final Allowance allowance;

  ConstantFolding(OnnxValues values, OnnxTensors tensors, Allowance allowance) {
    this.values = values;
    this.tensors = tensors;
    this.allowance = allowance;
  }

  Constant fold(OnnxNode node) {
    if (ShapeRules.OPERATORS.contains(node.operator())) {
      Constant in = values.of(node, 0);
      return in.reshape(ShapeRules.apply(node, in.shape(), values));
    }
    return switch (node.operator()) {
      case "Constant" -> constant(node);
      case "Transpose" -> transpose(node);
      case "Cast" -> cast(node);
      case "Add" -> elementwise(node, (a, b) -> a + b);
      case "Sub" -> elementwise(node, (a, b) -> a - b);
      case "Mul" -> elementwise(node, (a, b) -> a * b);
      case "Div" -> elementwise(node, (a, b) -> a / b);
      case "MatMul" -> product(node);
      default -> throw unsupported(node);
    };
  }

  private ModelFormatException unsupported(OnnxNode node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      // An input that does not exist is the better thing to name.
      values.optional(node, i);
    }
    return node.refuse("of constants only is not supported");
  }

  private Constant constant(OnnxNode node) {
    Optional<AttributeProto> tensor = node.attribute("value", AttributeType.TENSOR);
    if (tensor.isPresent()) {
      return tensors.decode(tensor.get().getT());
    }
    Optional<AttributeProto> real = node.attribute("value_float", AttributeType.FLOAT);
    if (real.isPresent()) {
      return new Constant(NumberType.FLOAT32, Shape.of(), new double[] {real.get().getF()});
    }
    Optional<AttributeProto> reals = node.attribute("value_floats", AttributeType.FLOATS);
    if (reals.isPresent()) {
      double[] list =
          reals.get().getFloatsList().stream().mapToDouble(Float::doubleValue).toArray();
      return new Constant(NumberType.FLOAT32, Shape.of(list.length), list);
    }
    Optional<AttributeProto> integer = node.attribute("value_int", AttributeType.INT);
    if (integer.isPresent()) {
      return new Constant(NumberType.INTEGER, Shape.of(), new double[] {integer.get().getI()});
    }
    double[] list =
        Arrays.stream(
                node.integers("value_ints")
                    .orElseThrow(() -> node.refuse("holds neither tensor nor numbers")))
            .asDoubleStream()
            .toArray();
    return new Constant(NumberType.INTEGER, Shape.of(list.length), list);
  }

  private Constant transpose(OnnxNode node) {
    Constant in = values.of(node, 0);
    int[] permutation = ShapeRules.permutation(node, in.shape().rank());
    Shape out = ShapeRules.permuted(in.shape(), permutation);
    allowance.take(node.describe(), out.size());
    int rank = out.rank();
    int[] before = new int[rank];
    int step = 1;
    for (int i = rank - 1; i >= 0; i--) {
      before[i] = step;
      step *= in.shape().dimension(i);
    }
    double[] moved = new double[out.size()];
    for (int to = 0; to < moved.length; to++) {
      int rest = to;
      int from = 0;
      for (int i = rank - 1; i >= 0; i--) {
        from += rest % out.dimension(i) * before[permutation[i]];
        rest /= out.dimension(i);
      }
      moved[to] = in.at(from);
    }
    return new Constant(in.type(), out, moved);
  }

  private Constant cast(OnnxNode node) {
    Constant in = values.of(node, 0);
    DataType to = DataType.forNumber((int) node.integer("to", 0));
    if (to == DataType.FLOAT || to == DataType.DOUBLE) {
      NumberType type = OnnxTensors.number(to);
      allowance.take(node.describe(), in.size());
      double[] rounded = new double[in.size()];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = type.round(in.at(i));
      }
      return new Constant(type, in.shape(), rounded);
    }
    boolean wide = to == DataType.INT32 || to == DataType.INT64;
    if (wide && in.type() == NumberType.INTEGER) {
      return in;
    }
    throw node.refuse(
        "of " + in.type() + " to " + (to == null ? "nothing known" : to) + " is not supported");
  }

  private Constant elementwise(OnnxNode node, DoubleBinaryOperator operator) {
    Constant a = values.of(node, 0);
    Constant b = values.of(node, 1).finite(node, floating(node, a));
    a.finite(node, b.type());
    Shape shape = Broadcast.shape(node, a.shape(), b.shape());
    allowance.take(node.describe(), 3L * shape.size());
    double[] left = Broadcast.values(a, shape);
    double[] right = Broadcast.values(b, shape);
    for (int i = 0; i < left.length; i++) {
      // A float32 operation done in double and rounded to float32 is rounded correctly.
      left[i] = a.type().round(operator.applyAsDouble(left[i], right[i]));
    }
    return new Constant(a.type(), shape, left);
  }

  private static NumberType floating(OnnxNode node, Constant constant) {
    if (constant.type() == NumberType.INTEGER) {
      throw node.refuse("of integers is not supported");
    }
    return constant.type();
  }

  private Constant product(OnnxNode node) {
    Constant a = values.of(node, 0);
    Constant b = values.of(node, 1).finite(node, floating(node, a));
    a.finite(node, b.type());
    if (a.shape().rank() != 2
        || b.shape().rank() != 2
        || a.shape().dimension(1) != b.shape().dimension(0)) {
      throw node.refuse(
          "of two constants of shapes " + a.shape() + " and " + b.shape() + " is not supported");
    }
    int rows = a.shape().dimension(0);
    int inner = b.shape().dimension(0);
    int columns = b.shape().dimension(1);
    // Time is bounded too: 16 products count as one stored number.
    allowance.take(node.describe(), rows, columns, 1 + inner / 16);
    double[] out = new double[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double sum = 0;
        for (int k = 0; k < inner; k++) {
          double term = a.type().round(a.at(r * inner + k) * b.at(k * columns + c));
          sum = k == 0 ? term : a.type().round(sum + term);
        }
        out[r * columns + c] = sum;
      }
    }
    return new Constant(a.type(), Shape.of(rows, columns), out);
  }

  /** The type of a network whose input a file declares, or empty if it is not a supported one. */
  static Optional<ElementType> elementType(int code) {
    DataType type = DataType.forNumber(code);
    return type == DataType.FLOAT || type == DataType.FLOAT16
        ? Optional.of(ElementType.FLOAT32)
        : type == DataType.DOUBLE ? Optional.of(ElementType.FLOAT64) : Optional.empty();
  }
}

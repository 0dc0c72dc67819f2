package org.assay.format;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Dense;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * MatMul and Gemm of the data with constant weights. Products stand by ascending input and the bias
 * comes last. Several rows of data become one dense layer that holds the weights once a row.
 */
final class MatrixProducts {

  /** The index of an input or weight that takes part in output (row, column) as term k. */
  @FunctionalInterface
  private interface Position {
    int at(int row, int column, int term);
  }

  /** Sizes of {@code out[rows][columns] = sum over terms}; the data have {@code inputs} numbers. */
  private record Sizes(int rows, int columns, int terms, int inputs) {}

  private final Assembly assembly;
  private final OnnxValues values;

  MatrixProducts(Assembly assembly, OnnxValues values) {
    this.assembly = assembly;
    this.values = values;
  }

  void matMul(OnnxNode node, int data) {
    Constant weight = values.of(node, 1 - data).finite(node, assembly.numbers());
    Shape x = assembly.shape();
    Shape w = matrix(node, weight.shape(), data == 0);
    boolean vector = weight.shape().rank() == 1;
    if (data == 0) {
      int terms = x.rank() == 0 ? 1 : x.dimension(x.rank() - 1);
      int rows = x.size() / terms;
      int columns = w.dimension(1);
      matched(node, x, weight.shape(), x.rank() > 0 && terms == w.dimension(0));
      Shape lead = new Shape(x.dimensions().subList(0, x.rank() - 1));
      Shape out = vector ? lead : append(node, lead, columns);
      dense(
          node,
          new Sizes(rows, columns, terms, x.size()),
          (r, c, k) -> r * terms + k,
          (r, c, k) -> k * columns + c,
          weight,
          out);
      return;
    }
    int terms = w.dimension(1);
    int columns = x.rank() < 2 ? 1 : x.dimension(x.rank() - 1);
    int inner = x.rank() == 0 ? 0 : x.dimension(Math.max(0, x.rank() - 2));
    matched(node, x, weight.shape(), inner == terms);
    int m = w.dimension(0);
    int batches = x.size() / (terms * columns);
    Shape lead = new Shape(x.dimensions().subList(0, Math.max(0, x.rank() - 2)));
    Shape rowed = vector ? lead : append(node, lead, m);
    dense(
        node,
        new Sizes(batches * m, columns, terms, x.size()),
        (r, c, k) -> (r / m * terms + k) * columns + c,
        (r, c, k) -> r % m * terms + k,
        weight,
        x.rank() < 2 ? rowed : append(node, rowed, columns));
  }

  /** The constant of a MatMul as a matrix: a vector is a column on the right, a row on the left. */
  private static Shape matrix(OnnxNode node, Shape shape, boolean onTheRight) {
    if (shape.rank() < 1 || shape.rank() > 2 || shape.size() == 0) {
      throw node.refuse("with a constant of shape " + shape + " is not supported");
    }
    if (shape.rank() == 1) {
      int d = shape.dimension(0);
      return onTheRight ? Shape.of(d, 1) : Shape.of(1, d);
    }
    return shape;
  }

  private static void matched(OnnxNode node, Shape x, Shape w, boolean matched) {
    if (!matched) {
      throw node.refuse("cannot multiply data of shape " + x + " with a constant " + w);
    }
  }

  private static Shape append(OnnxNode node, Shape lead, int last) {
    List<Long> out = new ArrayList<>();
    lead.dimensions().forEach(d -> out.add((long) d));
    out.add((long) last);
    return OnnxTensors.shape(node.describe(), out);
  }

  /** Appends a dense layer with the weights in their places and zeros elsewhere. */
  private void dense(
      OnnxNode node, Sizes sizes, Position input, Position from, Constant weight, Shape out) {
    long outputs = (long) sizes.rows() * sizes.columns();
    assembly.allowance().take(node.describe(), 3, outputs, sizes.inputs());
    double[] full = new double[(int) outputs * sizes.inputs()];
    for (int r = 0; r < sizes.rows(); r++) {
      for (int c = 0; c < sizes.columns(); c++) {
        int row = (r * sizes.columns() + c) * sizes.inputs();
        for (int k = 0; k < sizes.terms(); k++) {
          full[row + input.at(r, c, k)] = weight.at(from.at(r, c, k));
        }
      }
    }
    int bias = node.operator().equals("Gemm") ? 2 : BiasPlace.NONE;
    assembly.addWithoutBias(
        Dense.of(
            Tensor.of(Shape.of((int) outputs, sizes.inputs()), full), Tensor.zeros((int) outputs)),
        new BiasPlace(node, bias, out));
  }

  void gemm(OnnxNode node, int data) {
    if (data > 1) {
      throw node.refuse("takes the data as its addend, which is not supported");
    }
    Shape x = assembly.shape();
    Shape w = values.of(node, 1 - data).shape();
    if (x.rank() != 2 || w.rank() != 2) {
      throw node.refuse("needs matrices, not the shapes " + x + " and " + w);
    }
    boolean dataTurned = node.integer(data == 0 ? "transA" : "transB", 0) != 0;
    boolean weightTurned = node.integer(data == 0 ? "transB" : "transA", 0) != 0;
    int[] a = turned(x, dataTurned);
    int[] b = turned(w, weightTurned);
    int rows = data == 0 ? a[0] : b[0];
    int columns = data == 0 ? b[1] : a[1];
    int terms = data == 0 ? a[1] : b[1];
    matched(node, x, w, terms == (data == 0 ? b[0] : a[0]) && w.size() > 0);
    Position left = at(data == 0 ? dataTurned : weightTurned, true, rows, terms);
    Position right = at(data == 0 ? weightTurned : dataTurned, false, columns, terms);
    Constant weight = scaled(node, "alpha", values.of(node, 1 - data));
    Shape out = Shape.of(rows, columns);
    dense(
        node,
        new Sizes(rows, columns, terms, x.size()),
        data == 0 ? left : right,
        data == 0 ? right : left,
        weight,
        out);
    if (node.has(2) && node.real("beta", 1) != 0) {
      Constant bias = scaled(node, "beta", values.of(node, 2));
      if (!Broadcast.shape(node, bias.shape(), out).equals(out)) {
        throw node.refuse("cannot add a constant of shape " + bias.shape() + " to " + out);
      }
      assembly.allowance().take(node.describe(), out.size());
      assembly.addBias(new BiasPlace(node, 2, out), Broadcast.values(bias, out));
    }
  }

  private static int[] turned(Shape shape, boolean turned) {
    return new int[] {shape.dimension(turned ? 1 : 0), shape.dimension(turned ? 0 : 1)};
  }

  /** Where a factor of Gemm holds its element (row, term) or (term, column). */
  private static Position at(boolean turned, boolean left, int size, int terms) {
    if (left) {
      return turned ? (r, c, k) -> k * size + r : (r, c, k) -> r * terms + k;
    }
    return turned ? (r, c, k) -> c * terms + k : (r, c, k) -> k * size + c;
  }

  /**
   * A constant times a factor of Gemm, each product rounded once; reported unless the factor is 1.
   */
  private Constant scaled(OnnxNode node, String attribute, Constant constant) {
    constant.finite(node, assembly.numbers());
    double factor = node.real(attribute, 1);
    if (factor == 1) {
      return constant;
    }
    assembly.allowance().take(node.describe(), constant.size());
    double[] scaled = new double[constant.size()];
    int rounded = 0;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = assembly.type().round(factor * constant.at(i));
      rounded += isExact(factor, constant.at(i), scaled[i]) ? 0 : 1;
    }
    assembly.note(
        "%s: %s = %s multiplied into its constant, %s"
            .formatted(
                node.describe(),
                attribute,
                (float) factor,
                rounded == 0 ? "exactly" : rounded + " numbers rounded once"));
    return new Constant(constant.type(), constant.shape(), scaled).finite(node, assembly.numbers());
  }

  private static boolean isExact(double a, double b, double product) {
    // Below 1e-250 the remainder could vanish by underflow, so nothing is claimed there.
    return Math.abs(product) > 1e-250 ? Math.fma(a, b, -product) == 0 : a == 0 || b == 0;
  }
}

package org.assay.format;

import java.math.BigDecimal;
import java.util.Arrays;
import org.assay.network.Clip;
import org.assay.network.Shape;

/** Operators on every element of the data: constants added or multiplied, norms, activations. */
final class ElementwiseOperators {

  private final Assembly assembly;
  private final OnnxValues values;

  ElementwiseOperators(Assembly assembly, OnnxValues values) {
    this.assembly = assembly;
    this.values = values;
  }

  void add(OnnxNode node, int data) {
    Shape out = shape(node, data);
    assembly.addBias(new BiasPlace(node, 1 - data, out), constant(node, data, out));
  }

  void subtract(OnnxNode node, int data) {
    Shape out = shape(node, data);
    double[] constant = constant(node, data, out);
    if (data == 1) {
      double[] minus = new double[constant.length];
      Arrays.fill(minus, -1);
      assembly.addAffine(node, minus, constant, out);
      return;
    }
    for (int i = 0; i < constant.length; i++) {
      constant[i] = 0.0 - constant[i];
    }
    assembly.addBias(new BiasPlace(node, 1, out), constant);
  }

  void multiply(OnnxNode node, int data) {
    Shape out = shape(node, data);
    double[] constant = constant(node, data, out);
    assembly.addAffine(node, constant, new double[constant.length], out);
  }

  void divide(OnnxNode node, int data) {
    if (data == 1) {
      throw node.refuse("divides by the data, which is not supported");
    }
    Shape out = shape(node, data);
    double[] divisor = constant(node, data, out);
    double[] scale = new double[divisor.length];
    boolean exact = true;
    for (int i = 0; i < scale.length; i++) {
      boolean repeated = i > 0 && divisor[i] == divisor[i - 1];
      if (divisor[i] == 0) {
        throw node.refuse("divides by 0");
      }
      scale[i] = repeated ? scale[i - 1] : Rounding.quotient(1, divisor[i], assembly.type());
      exact &= Math.fma(scale[i], divisor[i], -1) == 0;
    }
    assembly.note(
        node.describe()
            + ": division by a constant became multiplication by its reciprocal"
            + (exact ? ", exactly" : ", rounded once to " + assembly.type()));
    assembly.addAffine(node, scale, new double[scale.length], out);
  }

  /** The shape of the data combined with the constant; refused if the data would be repeated. */
  private Shape shape(OnnxNode node, int data) {
    if (node.inputs().size() != 2) {
      throw node.refuse("has " + node.inputs().size() + " inputs in place of two");
    }
    Shape constant = values.of(node, 1 - data).shape();
    Shape out = Broadcast.shape(node, assembly.shape(), constant);
    if (out.size() != assembly.shape().size()) {
      throw node.refuse(
          "repeats the data of shape "
              + assembly.shape()
              + " over a constant of shape "
              + constant
              + ", which is not supported");
    }
    return out;
  }

  private double[] constant(OnnxNode node, int data, Shape out) {
    Constant constant = values.of(node, 1 - data).finite(node, assembly.numbers());
    assembly.allowance().take(node.describe(), out.size());
    return Broadcast.values(constant, out);
  }

  void batchNormalization(OnnxNode node, int data) {
    Shape x = assembly.shape();
    if (data != 0 || x.rank() < 2 || x.dimension(0) != 1) {
      throw node.refuse("does not normalise the channels of one example: data of shape " + x);
    }
    if (node.integer("training_mode", 0) != 0
        || node.integer("spatial", 1) == 0
        || node.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty())) {
      throw node.refuse("is in training mode or normalises every position by itself");
    }
    int channels = x.dimension(1);
    double[][] statistics = new double[4][];
    for (int i = 0; i < 4; i++) {
      Constant constant = values.of(node, 1 + i).finite(node, assembly.numbers());
      if (constant.size() != channels) {
        throw node.refuse("has " + constant.size() + " numbers for " + channels + " channels");
      }
      statistics[i] = Broadcast.values(constant, constant.shape());
    }
    assembly.allowance().take(node.describe(), 2, x.size());
    normalise(node, statistics, x);
  }

  private void normalise(OnnxNode node, double[][] statistics, Shape x) {
    double epsilon = node.real("epsilon", 1e-5f);
    int area = x.size() / x.dimension(1);
    double[] scale = new double[x.size()];
    double[] shift = new double[x.size()];
    for (int c = 0; c < x.dimension(1); c++) {
      double variance = statistics[3][c];
      if (!(variance + epsilon > 0) || !Double.isFinite(epsilon)) {
        throw node.refuse("has the variance " + variance + " with epsilon " + (float) epsilon);
      }
      BigDecimal factor = Rounding.normaliser(statistics[0][c], variance, epsilon);
      BigDecimal offset = Rounding.offset(statistics[1][c], statistics[2][c], factor);
      Arrays.fill(scale, c * area, (c + 1) * area, Rounding.nearest(factor, assembly.type()));
      Arrays.fill(shift, c * area, (c + 1) * area, Rounding.nearest(offset, assembly.type()));
    }
    assembly.note(
        node.describe()
            + ": became an elementwise affine layer, scale and shift rounded once to "
            + assembly.type());
    assembly.addAffine(node, scale, shift, x);
  }

  void relu(OnnxNode node, int data) {
    assembly.add(Clip.relu(assembly.example()), assembly.shape());
  }

  void clip(OnnxNode node, int data) {
    if (data != 0) {
      throw node.refuse("takes the data as a bound, which is not supported");
    }
    double low = bound(node, 1, "min", Double.NEGATIVE_INFINITY);
    double high = bound(node, 2, "max", Double.POSITIVE_INFINITY);
    if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
      assembly.remove(node, assembly.shape());
    } else if (!(low < high)) {
      throw node.refuse("has the bounds " + low + " and " + high);
    } else {
      assembly.add(new Clip(assembly.example(), low, high), assembly.shape());
    }
  }

  /** A bound, infinite where left out; the largest finite number in its place means the same. */
  private double bound(OnnxNode node, int input, String attribute, double absent) {
    double largest = assembly.numbers() == NumberType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    double bound = absent;
    if (node.opset() < 11) {
      bound = node.real(attribute, absent);
      largest = Float.MAX_VALUE;
    } else if (node.has(input)) {
      Constant constant = values.of(node, input);
      if (constant.type() != assembly.numbers()) {
        throw node.refuse("has a bound of " + constant.type());
      }
      bound = constant.single(node);
    }
    return bound == Math.copySign(largest, absent) ? absent : bound;
  }
}

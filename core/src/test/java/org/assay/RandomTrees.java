package org.assay;

import java.util.Random;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * A network run in an element type in orders that are drawn: each sum of products and a bias is a
 * random tree of additions, in which a product that is added may be fused with the addition.
 */
public final class RandomTrees implements Semantics<double[]> {

  private final ElementType type;
  private final Random random;

  /** What is still to be added: numbers, or products whose second factor is not NaN. */
  private double[] first = new double[16];

  private double[] second = new double[16];

  public RandomTrees(ElementType type, long seed) {
    this.type = type;
    this.random = new Random(seed);
  }

  /** The logits of an image, each sum by a tree of its own. */
  public double[] run(Network network, Tensor image) {
    double[] state = image.toDoubles();
    for (int i = 0; i < state.length; i++) {
      state[i] = type.round(state[i]);
    }
    return network.run(this, state);
  }

  @Override
  public double[] linear(Linear layer, double[] input) {
    double[] output = new double[layer.rows().rows()];
    for (int r = 0; r < output.length; r++) {
      output[r] = sum(layer.rows(), r, input);
    }
    return output;
  }

  /** One sum by a tree. */
  public double sum(SparseRows rows, int row, double[] input) {
    int count = rows.start(row + 1) - rows.start(row) + 1;
    if (first.length < count) {
      first = new double[count];
      second = new double[count];
    }
    for (int k = 1; k < count; k++) {
      first[k] = rows.weight(rows.start(row) + k - 1);
      second[k] = input[rows.column(rows.start(row) + k - 1)];
    }
    first[0] = rows.bias(row);
    second[0] = Double.NaN;
    boolean chain = random.nextInt(3) == 0;
    while (count > 1) {
      // A chain goes on from the sum that it has just made, which stands first.
      int one = chain ? 0 : random.nextInt(count - 1);
      int other = one + 1 + random.nextInt(count - 1 - one);
      first[one] = added(one, other);
      second[one] = Double.NaN;
      count--;
      first[other] = first[count];
      second[other] = second[count];
    }
    return value(0);
  }

  private double added(int one, int other) {
    boolean fuses = random.nextBoolean();
    if (fuses && !Double.isNaN(second[one])) {
      return fused(first[one], second[one], value(other));
    }
    return fuses && !Double.isNaN(second[other])
        ? fused(first[other], second[other], value(one))
        : type.round(value(one) + value(other));
  }

  private double fused(double weight, double x, double sum) {
    return type == ElementType.FLOAT32
        ? Math.fma((float) weight, (float) x, (float) sum)
        : Math.fma(weight, x, sum);
  }

  private double value(int k) {
    return Double.isNaN(second[k]) ? first[k] : type.round(first[k] * second[k]);
  }

  @Override
  public double[] clip(Clip layer, double[] input) {
    double[] output = new double[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = type.round(layer.apply(input[i]));
    }
    return output;
  }
}

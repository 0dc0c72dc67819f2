package org.assay.numerics;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * A run of a network on an image in doubles, each number with a proved bound of how far it is from
 * the exact one, and of each sum what its terms are large.
 *
 * <p>A sum of n products of doubles w and values v with bounds r, n not counting those that are
 * zero, computed in any order, lies within {@code (n + 3) u (sum |w v| + |b|) + sum |w| r} of the
 * exact sum over the exact values, u = 2^-53, up to a factor of {@code 1 + n 2^-51} that also
 * covers the rounding of the bound itself, and n + 3 units of 2^-1074 where products underflow (N.
 * Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1). A sum without terms
 * is exactly zero. A clip never widens a bound.
 */
final class SumRun {

  private static final double UNIT = 0x1p-53;
  private static final double INFLATION = 1 + 0x1p-20;

  /**
   * The sums of a linear layer.
   *
   * @param value near the exact ones; {@code bound} says how near
   * @param magnitude no less than the magnitudes of all products and the bias, added up
   * @param products how many products are not zero
   */
  record Sums(double[] value, double[] bound, double[] magnitude, int[] products) {

    Sums(int size) {
      this(new double[size], new double[size], new double[size], new int[size]);
    }

    double low(int row) {
      return Math.nextDown(value[row] - bound[row]);
    }

    double high(int row) {
      return Math.nextUp(value[row] + bound[row]);
    }
  }

  private final List<double[]> states = new ArrayList<>();
  private final List<Sums> sums = new ArrayList<>();

  SumRun(Network network, Tensor image) {
    double[] values = image.toDoubles();
    double[] bounds = new double[values.length];
    for (Layer layer : network.layers()) {
      states.add(values);
      if (layer instanceof Linear linear) {
        Sums of = sums(linear.rows(), values, bounds);
        sums.add(of);
        values = of.value();
        bounds = of.bound();
      } else {
        Clip clip = (Clip) layer;
        double[] inputs = values;
        values = values.clone();
        bounds = bounds.clone();
        for (int i = 0; i < values.length; i++) {
          values[i] = clip.apply(inputs[i]);
          boolean saturated =
              clip.low() - inputs[i] > bounds[i] || inputs[i] - clip.high() > bounds[i];
          bounds[i] = saturated ? 0 : bounds[i];
        }
      }
    }
  }

  private static Sums sums(SparseRows rows, double[] values, double[] bounds) {
    Sums of = new Sums(rows.rows());
    for (int r = 0; r < rows.rows(); r++) {
      double sum = 0;
      double magnitude = 0;
      double inherited = 0;
      int products = 0;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        double weight = rows.weight(k);
        int column = rows.column(k);
        double product = weight * values[column];
        sum += product;
        magnitude += Math.abs(product);
        inherited += Math.abs(weight) * bounds[column];
        products += weight == 0 || values[column] == 0 ? 0 : 1;
      }
      double sizes = magnitude + Math.abs(rows.bias(r));
      double terms = products + 3.0;
      of.value[r] = sum + rows.bias(r);
      of.products[r] = products;
      of.magnitude[r] = (sizes + inherited) * INFLATION;
      of.bound[r] =
          products == 0 && inherited == 0
              ? 0
              : (terms * UNIT * sizes + inherited) * (1 + terms * 4 * UNIT)
                  + terms * 2 * Double.MIN_VALUE;
    }
    return of;
  }

  /** About what a layer of the network takes. */
  double[] before(int layer) {
    return states.get(layer);
  }

  /** The sums of the linear layer of this number among the linear ones. */
  Sums sums(int number) {
    return sums.get(number);
  }
}

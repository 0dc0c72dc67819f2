package org.assay.numerics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.exact.Rational;
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
 * Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1). A sum whose bound is
 * more than a thousandth of it is computed in rationals ({@link ExactSums}), so that what cancels
 * is known and does not blur what comes behind it. A sum without terms is its bias. A clip never
 * widens a bound.
 */
final class SumRun {

  private static final double UNIT = 0x1p-53;
  private static final double INFLATION = 1 + 0x1p-20;

  /** Bounds of no more than this share of a number count as close. */
  private static final double CLOSE = 0x1p-10;

  /** The sums of a linear layer, by row. */
  static final class Sums {

    /** Near the exact ones; {@code bound} says how near: a thousandth, or the nearest double. */
    private final double[] value;

    private final double[] bound;
    private final double[] magnitude;
    private final int[] products;

    private Sums(int size) {
      this.value = new double[size];
      this.bound = new double[size];
      this.magnitude = new double[size];
      this.products = new int[size];
    }

    double value(int row) {
      return value[row];
    }

    /** No less than the magnitudes of all products and the bias, added up. */
    double magnitude(int row) {
      return magnitude[row];
    }

    /** How many products are not zero. */
    int products(int row) {
      return products[row];
    }

    double low(int row) {
      return bound[row] == 0 ? value[row] : Math.nextDown(value[row] - bound[row]);
    }

    double high(int row) {
      return bound[row] == 0 ? value[row] : Math.nextUp(value[row] + bound[row]);
    }

    private boolean isVague(int row) {
      return bound[row] != 0 && !(bound[row] <= CLOSE * Math.abs(value[row]));
    }

    private void replace(int row, Rational exact) {
      value[row] = exact.nearestDouble();
      bound[row] = exact.isDouble() ? 0 : Math.ulp(value[row]);
    }
  }

  private final List<double[]> states = new ArrayList<>();
  private final List<Sums> sums = new ArrayList<>();

  SumRun(Network network, Tensor image) {
    ExactSums exact = new ExactSums(network.layers(), image);
    double[] values = image.toDoubles();
    double[] bounds = new double[values.length];
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      states.add(values);
      if (layer instanceof Linear linear) {
        Sums of = sums(linear.rows(), values, bounds);
        for (int r = 0; r < linear.rows().rows(); r++) {
          if (of.isVague(r)) {
            of.replace(r, exact.number(l, r));
          }
        }
        sums.add(of);
        values = of.value;
        bounds = of.bound;
      } else {
        Clip clip = (Clip) layer;
        bounds = clipped(clip, values, bounds);
        values = Arrays.stream(values).map(clip::apply).toArray();
      }
    }
  }

  private static double[] clipped(Clip clip, double[] values, double[] bounds) {
    double[] clipped = bounds.clone();
    for (int i = 0; i < clipped.length; i++) {
      boolean saturated = clip.low() - values[i] > bounds[i] || values[i] - clip.high() > bounds[i];
      clipped[i] = saturated ? 0 : bounds[i];
    }
    return clipped;
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
      of.magnitude[r] = (sizes + inherited) * INFLATION + products * Double.MIN_VALUE;
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

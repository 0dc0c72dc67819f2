package org.assay.numerics;

import java.util.Arrays;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderErrors;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;

/**
 * Between which exact numbers every sum lies while all inputs are between two numbers: interval
 * arithmetic in rationals, layer by layer, so that no rounding hides what cancels. By unit; doubles
 * rounded up. Cost: three rational products a weight.
 */
final class BoxSums {

  final double[] rounding;
  final double[] passed;
  final double[] magnitude;
  private final OrderErrors orders;

  private BoxSums(Network network, int units) {
    this.rounding = new double[units];
    this.passed = new double[units];
    this.magnitude = new double[units];
    this.orders = new OrderErrors(network.elementType());
  }

  /** The sums over the box of inputs that lie between two numbers each. */
  static BoxSums of(Network network, List<SumLayer> sums, Rational low, Rational high) {
    SumLayer last = sums.get(sums.size() - 1);
    BoxSums box = new BoxSums(network, last.firstUnit() + last.size());
    Rational[] least = new Rational[network.inputs()];
    Rational[] greatest = new Rational[least.length];
    Arrays.fill(least, low);
    Arrays.fill(greatest, high);
    int number = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear) {
        SumLayer of = sums.get(number++);
        Rational[] lows = new Rational[of.size()];
        Rational[] highs = new Rational[of.size()];
        for (int r = 0; r < lows.length; r++) {
          box.row(of, r, least, greatest, lows, highs);
        }
        least = lows;
        greatest = highs;
      } else {
        least = new ExactSemantics().clip((Clip) layer, least);
        greatest = new ExactSemantics().clip((Clip) layer, greatest);
      }
    }
    return box;
  }

  private void row(
      SumLayer layer,
      int row,
      Rational[] least,
      Rational[] greatest,
      Rational[] lows,
      Rational[] highs) {
    SparseRows rows = layer.rows();
    Rational low = Rational.of(rows.bias(row));
    Rational high = low;
    Rational sizes = low.abs();
    int products = 0;
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      int column = rows.column(k);
      boolean zero = least[column].signum() == 0 && greatest[column].signum() == 0;
      if (rows.weight(k) != 0 && !zero) {
        Rational weight = Rational.of(rows.weight(k));
        Rational one = weight.times(least[column]);
        Rational other = weight.times(greatest[column]);
        low = low.plus(weight.signum() > 0 ? one : other);
        high = high.plus(weight.signum() > 0 ? other : one);
        sizes = sizes.plus(one.abs().max(other.abs()));
        products++;
      }
    }
    lows[row] = low;
    highs[row] = high;
    int unit = layer.firstUnit() + row;
    double down = low.floorDouble();
    double up = high.ceilingDouble();
    magnitude[unit] = sizes.ceilingDouble();
    passed[unit] = layer.most(down, up);
    rounding[unit] = layer.through(down, up, orders.rounding(products, magnitude[unit]));
  }
}

package org.assay.eval;

import java.util.Arrays;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;

/**
 * The least and the greatest number that each value takes in ORDERED runs of a box of inputs, or
 * numbers beyond them. Rounding to nearest is monotone, so that the ends of a sum are the same sums
 * of ends: no error bound is added, and the box of a single point is the run of it, bit for bit.
 * Where a sum can leave the range of finite numbers its ends are infinite, and so are all that
 * depend on it. Immutable.
 */
public final class OrderedBox implements Semantics<OrderedBox.Ends> {

  private final ElementType type;
  private final BiasOrder order;

  public OrderedBox(ElementType type, BiasOrder order) {
    this.type = type;
    this.order = order;
  }

  /** The ends of a flat state. */
  public static final class Ends {

    private final double[] low;
    private final double[] high;

    private Ends(double[] low, double[] high) {
      this.low = low;
      this.high = high;
    }

    private static Ends unknown(int size) {
      Ends ends = new Ends(new double[size], new double[size]);
      Arrays.fill(ends.low, Double.NEGATIVE_INFINITY);
      Arrays.fill(ends.high, Double.POSITIVE_INFINITY);
      return ends;
    }

    public double low(int index) {
      return low[index];
    }

    public double high(int index) {
      return high[index];
    }
  }

  /** The ends of all outputs of a box, whose ends are members of the element type. */
  public Ends run(Network network, double[] low, double[] high) {
    return network.run(this, new Ends(low, high));
  }

  @Override
  public Ends linear(Linear layer, Ends input) {
    SparseRows rows = layer.rows();
    Ends output = Ends.unknown(rows.rows());
    for (int r = 0; r < rows.rows(); r++) {
      double low = order == BiasOrder.FIRST ? rows.bias(r) : 0;
      double high = low;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        double weight = rows.weight(k);
        int column = rows.column(k);
        double least = weight < 0 ? input.high[column] : input.low[column];
        double greatest = weight < 0 ? input.low[column] : input.high[column];
        low = type.round(low + type.round(weight * least));
        high = type.round(high + type.round(weight * greatest));
      }
      if (order == BiasOrder.LAST) {
        low = type.round(low + rows.bias(r));
        high = type.round(high + rows.bias(r));
      }
      // An infinity on the way stays one, or becomes NaN.
      if (Double.isFinite(low) && Double.isFinite(high)) {
        output.low[r] = low;
        output.high[r] = high;
      }
    }
    return output;
  }

  @Override
  public Ends clip(Clip layer, Ends input) {
    Ends output = Ends.unknown(input.low.length);
    for (int i = 0; i < input.low.length; i++) {
      if (Double.isFinite(input.low[i]) && Double.isFinite(input.high[i])) {
        output.low[i] = type.round(layer.apply(input.low[i]));
        output.high[i] = type.round(layer.apply(input.high[i]));
      }
    }
    return output;
  }
}

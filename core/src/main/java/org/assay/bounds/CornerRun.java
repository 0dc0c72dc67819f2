package org.assay.bounds;

import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.SparseRows;

/**
 * The numbers of a network at the corner of the box where a bound would be attained, every unit on
 * the line that the bound took: what the bound's derivatives are made of. Plain doubles; nothing
 * rests on them.
 */
final class CornerRun {

  private final Enclosure enclosure;
  private final double[][] coefficient;
  private final Lines lines;
  private final double[][] value;
  private final int[] moved;
  private final double[] by;

  /** The run that belongs to a pass that has just been made. */
  CornerRun(Enclosure enclosure, BackwardPass pass, Lines lines) {
    this(enclosure, pass, lines, enclosure.network().depth());
    again();
  }

  /**
   * A run of the numbers before layers up to one, to be made by {@link #again}.
   *
   * @param last no later than the state that passes start from
   */
  CornerRun(Enclosure enclosure, BackwardPass pass, Lines lines, int last) {
    BoundedNetwork network = enclosure.network();
    this.enclosure = enclosure;
    this.coefficient = pass.coefficient;
    this.lines = lines;
    this.value = new double[last + 1][];
    value[0] = new double[network.network().inputs()];
    for (int l = 0; l < last; l++) {
      value[l + 1] = new double[network.layer(l).output().size()];
    }
    this.moved = new int[network.widest()];
    this.by = new double[network.widest()];
    if (last > 0 && network.layer(0) instanceof Linear linear) {
      setBiases(linear.rows(), value[1]);
    }
  }

  /**
   * Runs anew after another pass with lines of the same enclosure. The first sums follow the inputs
   * that have gone to another end.
   */
  void again() {
    int count = turn();
    BoundedNetwork network = enclosure.network();
    for (int l = 0; l + 1 < value.length; l++) {
      SparseRows columns = network.columns(l);
      if (columns == null) {
        onLines(l);
      } else {
        if (l > 0) {
          setBiases(((Linear) network.layer(l)).rows(), value[l + 1]);
          count = present(value[l]);
        }
        columns.addTo(value[l + 1], moved, by, count);
      }
    }
  }

  private static void setBiases(SparseRows rows, double[] sums) {
    for (int r = 0; r < sums.length; r++) {
      sums[r] = rows.bias(r);
    }
  }

  /** Takes the inputs to the corner; how many of them move. */
  private int turn() {
    double[] low = enclosure.low(0);
    double[] high = enclosure.high(0);
    int count = 0;
    for (int i = 0; i < low.length; i++) {
      double a = coefficient[0][i];
      double to = a > 0 ? low[i] : a < 0 ? high[i] : 0.5 * low[i] + 0.5 * high[i];
      if (to != value[0][i]) {
        moved[count] = i;
        by[count++] = to - value[0][i];
        value[0][i] = to;
      }
    }
    return count;
  }

  private int present(double[] numbers) {
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != 0) {
        moved[count] = i;
        by[count++] = numbers[i];
      }
    }
    return count;
  }

  private void onLines(int layer) {
    Clip clip = enclosure.network().clip(layer);
    double[] x = value[layer];
    double[] y = value[layer + 1];
    for (int i = 0; i < y.length; i++) {
      double a = coefficient[layer + 1][i];
      y[i] =
          a > 0
              ? lines.slopeBelow[layer][i] * x[i] + lines.interceptBelow[layer][i]
              : a < 0
                  ? lines.slopeAbove[layer][i] * x[i] + lines.interceptAbove[layer][i]
                  : clip.apply(x[i]);
    }
  }

  /** The numbers before a layer; the run's own array. */
  double[] value(int layer) {
    return value[layer];
  }

  /**
   * What the bound loses by the line of a unit, at least about: never negative but for rounding.
   */
  double loss(int layer, int unit) {
    double clipped = enclosure.network().clip(layer).apply(value[layer][unit]);
    return Math.abs(coefficient[layer + 1][unit] * (value[layer + 1][unit] - clipped));
  }

  /** The derivative of the bound by the share of a unit's free line. */
  double byShare(int layer, int unit) {
    Clip clip = enclosure.network().clip(layer);
    double a = coefficient[layer + 1][unit];
    double z = value[layer][unit];
    if (a > 0 && enclosure.contains(layer, unit, clip.low())) {
      return a * Lines.steepestBelow(clip, enclosure.high(layer)[unit]) * (z - clip.low());
    }
    return a < 0 && enclosure.contains(layer, unit, clip.high())
        ? a * Lines.steepestAbove(clip, enclosure.low(layer)[unit]) * (z - clip.high())
        : 0;
  }

  /** The derivative of the bound by the weight of a gap. */
  double byWeight(Gap gap) {
    return gap.near(value[0], value[value.length - 1]);
  }

  /** The derivative of the bound by the multiplier of a condition. */
  double byMultiplier(Split split) {
    double beyond = value[split.layer()][split.unit()] - split.bend();
    return split.below() ? beyond : -beyond;
  }

  /** Whether the bound takes the line below a unit. */
  boolean takesBelow(int layer, int unit) {
    return coefficient[layer + 1][unit] > 0;
  }

  /** The greatest magnitude of a coefficient of the numbers before a layer. */
  double steepest(int layer) {
    double most = 0;
    for (double a : coefficient[layer]) {
      most = Math.max(most, Math.abs(a));
    }
    return most;
  }
}

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
  private final double[][] value;

  /** The run that belongs to a pass that has just been made. */
  CornerRun(Enclosure enclosure, BackwardPass pass, Lines lines) {
    this(enclosure, pass, lines, enclosure.network().depth());
  }

  /** The run up to the state that a pass has started from. */
  CornerRun(Enclosure enclosure, BackwardPass pass, Lines lines, int state) {
    BoundedNetwork network = enclosure.network();
    this.enclosure = enclosure;
    this.coefficient = pass.coefficient;
    this.value = new double[state + 1][];
    value[0] = corner();
    for (int l = 0; l < state; l++) {
      value[l + 1] =
          network.layer(l) instanceof Linear linear
              ? sums(linear.rows(), value[l])
              : onLines(l, lines);
    }
  }

  private double[] corner() {
    double[] low = enclosure.low(0);
    double[] high = enclosure.high(0);
    double[] corner = new double[low.length];
    for (int i = 0; i < corner.length; i++) {
      double a = coefficient[0][i];
      corner[i] = a > 0 ? low[i] : a < 0 ? high[i] : 0.5 * low[i] + 0.5 * high[i];
    }
    return corner;
  }

  private static double[] sums(SparseRows rows, double[] x) {
    double[] sums = new double[rows.rows()];
    for (int r = 0; r < sums.length; r++) {
      sums[r] = rows.near(r, x);
    }
    return sums;
  }

  private double[] onLines(int layer, Lines lines) {
    Clip clip = enclosure.network().clip(layer);
    double[] x = value[layer];
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      double a = coefficient[layer + 1][i];
      y[i] =
          a > 0
              ? lines.slopeBelow[layer][i] * x[i] + lines.interceptBelow[layer][i]
              : a < 0
                  ? lines.slopeAbove[layer][i] * x[i] + lines.interceptAbove[layer][i]
                  : clip.apply(x[i]);
    }
    return y;
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

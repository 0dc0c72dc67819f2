package org.assay.bounds;

import java.util.List;

/**
 * Steps uphill for the free lines of the open units of a subproblem, for its multipliers and for
 * the weights of its gaps: Adam, kept within their ranges. Changes the subproblem's numbers in
 * place. For one thread.
 */
final class Ascent {

  private static final double SHARE_RATE = 0.25;
  private static final double MULTIPLIER_RATE = 0.1;
  private static final double WEIGHT_RATE = 0.1;
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.99;
  private static final double LEAST_SPREAD = 1e-12;

  private final Subproblem part;
  private final List<Gap> gaps;
  private final int aim;
  private final int[][] units;
  private final double[] mean;
  private final double[] square;
  private double firstWeight;
  private double secondWeight;
  private int steps;

  /**
   * Steps for some units.
   *
   * @param units by layer, up to any layer, the units whose lines may move
   */
  Ascent(Subproblem part, List<Gap> gaps, int[][] units) {
    this.part = part;
    this.gaps = gaps;
    this.aim = heaviest(part.weights());
    this.units = units;
    int count = part.multipliers().value.length + part.weights().length;
    for (int[] layer : units) {
      count += layer.length;
    }
    this.mean = new double[count];
    this.square = new double[count];
  }

  /** One step by the derivatives at the last bound. */
  void step(CornerRun run, double rate) {
    steps++;
    firstWeight = 1 / (1 - Math.pow(FIRST, steps));
    secondWeight = 1 / (1 - Math.pow(SECOND, steps));
    int n = 0;
    for (int l = 0; l < units.length; l++) {
      for (int i : units[l]) {
        double step = rate * SHARE_RATE * direction(n++, run.byShare(l, i));
        double[] shares = (run.takesBelow(l, i) ? part.slopes().below : part.slopes().above)[l];
        shares[i] = Math.min(1, Math.max(0, shares[i] + step));
      }
    }
    double[] multipliers = part.multipliers().value;
    for (int s = 0; s < multipliers.length; s++) {
      Split split = part.multipliers().splits.get(s);
      double direction = direction(n++, run.byMultiplier(split));
      double step = rate * MULTIPLIER_RATE * run.steepest(split.layer()) * direction;
      multipliers[s] = Math.max(0, multipliers[s] + step);
    }
    weigh(run, rate, n);
  }

  /** The weight of the gap aimed at stays: only ratios of weights matter. */
  private void weigh(CornerRun run, double rate, int first) {
    double[] weights = part.weights();
    for (int g = 0; g < weights.length; g++) {
      if (g != aim) {
        double step =
            rate * WEIGHT_RATE * weights[aim] * direction(first + g, run.byWeight(gaps.get(g)));
        weights[g] = Math.max(0, weights[g] + step);
      }
    }
  }

  private static int heaviest(double[] weights) {
    int most = 0;
    for (int g = 1; g < weights.length; g++) {
      most = weights[g] > weights[most] ? g : most;
    }
    return most;
  }

  /** Adam's step of a number with this derivative, about from -1 to 1. */
  private double direction(int n, double derivative) {
    double known = Double.isFinite(derivative) ? derivative : 0;
    mean[n] = FIRST * mean[n] + (1 - FIRST) * known;
    square[n] = SECOND * square[n] + (1 - SECOND) * known * known;
    double spread = Math.sqrt(square[n] * secondWeight) + LEAST_SPREAD;
    return mean[n] * firstWeight / spread;
  }
}

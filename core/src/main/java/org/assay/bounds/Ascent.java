package org.assay.bounds;

import java.util.ArrayList;
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

  /** One open unit. */
  private record Unit(int layer, int index) {}

  private final Subproblem part;
  private final List<Gap> gaps;
  private final int aim;
  private final List<Unit> units = new ArrayList<>();
  private final double[] mean;
  private final double[] square;
  private int steps;

  Ascent(Subproblem part, List<Gap> gaps) {
    this(part, gaps, part.slopes().below.length);
  }

  /** Steps for a function of the numbers before a layer. */
  Ascent(Subproblem part, List<Gap> gaps, int state) {
    this.part = part;
    this.gaps = gaps;
    this.aim = heaviest(part.weights());
    Enclosure enclosure = part.enclosure();
    for (int l = 0; l < state; l++) {
      for (int i = 0; i < part.slopes().below[l].length; i++) {
        if (enclosure.isOpen(l, i)) {
          units.add(new Unit(l, i));
        }
      }
    }
    int count = units.size() + part.multipliers().value.length + part.weights().length;
    this.mean = new double[count];
    this.square = new double[count];
  }

  /** One step by the derivatives at the last bound. */
  void step(CornerRun run, double rate) {
    steps++;
    for (int n = 0; n < units.size(); n++) {
      Unit unit = units.get(n);
      double step = rate * SHARE_RATE * direction(n, run.byShare(unit.layer, unit.index));
      double[][] shares =
          run.takesBelow(unit.layer, unit.index) ? part.slopes().below : part.slopes().above;
      double moved = shares[unit.layer][unit.index] + step;
      shares[unit.layer][unit.index] = Math.min(1, Math.max(0, moved));
    }
    double[] multipliers = part.multipliers().value;
    for (int s = 0; s < multipliers.length; s++) {
      Split split = part.multipliers().splits.get(s);
      double direction = direction(units.size() + s, run.byMultiplier(split));
      double step = rate * MULTIPLIER_RATE * run.steepest(split.layer()) * direction;
      multipliers[s] = Math.max(0, multipliers[s] + step);
    }
    weigh(run, rate, units.size() + multipliers.length);
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
    double m = mean[n] / (1 - Math.pow(FIRST, steps));
    double v = square[n] / (1 - Math.pow(SECOND, steps));
    return m / (Math.sqrt(v) + LEAST_SPREAD);
  }
}

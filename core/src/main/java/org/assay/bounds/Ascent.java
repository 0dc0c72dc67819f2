package org.assay.bounds;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps uphill for the free lines of the open units of a subproblem, and for its multipliers: Adam,
 * kept within their ranges. Changes the subproblem's numbers in place. For one thread.
 */
final class Ascent {

  private static final double SHARE_RATE = 0.25;
  private static final double MULTIPLIER_RATE = 0.1;
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.99;
  private static final double LEAST_SPREAD = 1e-12;

  /** One open unit. */
  private record Unit(int layer, int index) {}

  private final Subproblem part;
  private final List<Unit> units = new ArrayList<>();
  private final double[] mean;
  private final double[] square;
  private int steps;

  Ascent(Subproblem part) {
    this.part = part;
    Enclosure enclosure = part.enclosure();
    for (int l = 0; l < part.slopes().below.length; l++) {
      for (int i = 0; i < part.slopes().below[l].length; i++) {
        if (enclosure.isOpen(l, i)) {
          units.add(new Unit(l, i));
        }
      }
    }
    int count = units.size() + part.multipliers().value.length;
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

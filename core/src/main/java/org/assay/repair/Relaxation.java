package org.assay.repair;

import java.util.Arrays;
import org.assay.simplex.DualSimplex;

/**
 * The linear program in which a curve is replaced by its convex hull: every point of it is a mean
 * of the curve's points within the range. Maximises the least of all that must be greater than
 * zero.
 *
 * <p>Columns: that least margin, then the biases without a curve, then the weights of each curve's
 * points. Rows: what is required, then the weights of each curve, whose sum is one, then the bases
 * of linked curves. For one thread.
 */
final class Relaxation {

  /** No margin is looked for beyond this; below it one is an aim that keeps the method going. */
  private static final double ENOUGH_MARGIN = 1e5;

  /** A best margin below this is as good as negative. */
  private static final double FLOOR = -1e-7;

  private final NearModel model;
  private final DualSimplex program;
  private final int[] columnOf;
  private final int[] firstOf;
  private final int[] links;
  private int columns = 1;
  private int rows;

  Relaxation(NearModel model) {
    this.model = model;
    this.columnOf = new int[model.variables()];
    this.firstOf = new int[model.curves()];
    this.links = new int[model.curves()];
    layOut();
    this.program = new DualSimplex(rowsOfProgram(), objective());
    program.bound(0, Double.NEGATIVE_INFINITY, ENOUGH_MARGIN);
    for (int p = 0; p < model.changes(); p++) {
      if (model.curveOf(p) == NearModel.NO_CURVE) {
        program.bound(columnOf[p], -model.reach(p), model.reach(p));
      }
    }
    for (int r = model.required(); r < rows; r++) {
      program.bound(columns + r, 0, 0);
    }
  }

  private void layOut() {
    for (int p = 0; p < model.changes(); p++) {
      if (model.curveOf(p) == NearModel.NO_CURVE) {
        columnOf[p] = columns++;
      }
    }
    rows = model.required() + model.curves();
    for (int c = 0; c < model.curves(); c++) {
      firstOf[c] = columns;
      columns += model.points(c).length;
      links[c] = model.isLinked(c) ? rows++ : -1;
    }
  }

  private double[] objective() {
    double[] objective = new double[columns];
    objective[0] = 1;
    return objective;
  }

  private double[][] rowsOfProgram() {
    double[][] program = new double[rows][columns + 1];
    for (int r = 0; r < model.required(); r++) {
      add(program[r], model.required(r));
      program[r][0] = model.isStrict(r) ? -1 : 0;
    }
    for (int c = 0; c < model.curves(); c++) {
      double[] weights = program[model.required() + c];
      weights[columns] = 1;
      for (int i = 0; i < model.points(c).length; i++) {
        weights[firstOf[c] + i] = -1;
      }
      if (links[c] >= 0) {
        double[] link = program[links[c]];
        add(link, model.base(c));
        for (int i = 0; i < model.points(c).length; i++) {
          link[firstOf[c] + i] -= model.points(c)[i];
        }
      }
    }
    return program;
  }

  private void add(double[] row, NearForm form) {
    row[columns] += form.constant();
    for (int k = 0; k < form.terms(); k++) {
      int v = form.variable(k);
      int c = model.curveOf(v);
      if (c == NearModel.NO_CURVE) {
        row[columnOf[v]] += form.factor(k);
        continue;
      }
      double[] values = model.values(v);
      for (int i = 0; i < values.length; i++) {
        row[firstOf[c] + i] += form.factor(k) * values[i];
      }
    }
  }

  /** Solves the program over a part; it may stop once there is no patch in it by its own word. */
  DualSimplex.End solve(Ranges part) {
    for (int c = 0; c < model.curves(); c++) {
      for (int i = 0; i < model.points(c).length; i++) {
        boolean within = i >= part.from(c) && i <= part.to(c);
        program.bound(firstOf[c] + i, 0, within ? 1 : 0);
      }
    }
    return program.solve(FLOOR);
  }

  /** Solves it over a part from the start, where the last answer could not be confirmed. */
  DualSimplex.End solveAnew(Ranges part) {
    program.restart();
    return solve(part);
  }

  /** The factors of what is required. */
  double[] prices() {
    return Arrays.copyOf(program.multipliers(), model.required());
  }

  /** The factors of each linked curve's base less its points; 0 for others. */
  double[] linkPrices() {
    double[] multipliers = program.multipliers();
    double[] prices = new double[model.curves()];
    for (int c = 0; c < prices.length; c++) {
      prices[c] = links[c] < 0 ? 0 : multipliers[links[c]];
    }
    return prices;
  }

  /** The bases of all curves at the solution. */
  double[] bases() {
    double[] bases = new double[model.curves()];
    for (int c = 0; c < bases.length; c++) {
      for (int i = 0; i < model.points(c).length; i++) {
        bases[c] += program.value(firstOf[c] + i) * model.points(c)[i];
      }
    }
    return bases;
  }

  /** How far the solution is off a curve: by what it makes of the variables on it, weighed. */
  double off(int curve) {
    double base = 0;
    for (int i = 0; i < model.points(curve).length; i++) {
      base += program.value(firstOf[curve] + i) * model.points(curve)[i];
    }
    double off = 0;
    for (int v : model.on(curve)) {
      double value = 0;
      for (int i = 0; i < model.points(curve).length; i++) {
        value += program.value(firstOf[curve] + i) * model.values(v)[i];
      }
      off += model.weight(v) * Math.abs(value - model.at(v, base));
    }
    return off;
  }

  /** The changes of biases at the solution, within their reach. */
  double[] changes() {
    double[] bases = bases();
    double[] changes = new double[model.changes()];
    for (int p = 0; p < changes.length; p++) {
      int c = model.curveOf(p);
      double change = c == NearModel.NO_CURVE ? program.value(columnOf[p]) : bases[c];
      changes[p] = Math.max(-model.reach(p), Math.min(model.reach(p), change));
    }
    return changes;
  }
}

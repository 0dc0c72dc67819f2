package org.assay.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assay.exact.Rational;
import org.assay.smt.LinearForm;

/**
 * The numbers of a model as nearest doubles, for whatever only looks for something: each within a
 * relative 2^-53 of the exact one, or within 2^-1074 of it below 2^-1022.
 */
final class NearModel {

  /** Variables of a curve are on it; others are on none. */
  static final int NO_CURVE = -1;

  /** A constant plus multiples of variables. */
  record Row(int[] variables, double[] factors, double constant) {

    static Row of(LinearForm form) {
      int[] variables = form.terms().keySet().stream().mapToInt(v -> v).toArray();
      double[] factors =
          form.terms().values().stream().mapToDouble(Rational::nearestDouble).toArray();
      return new Row(variables, factors, form.constant().nearestDouble());
    }

    double at(double[] values) {
      double sum = constant;
      for (int k = 0; k < variables.length; k++) {
        sum += factors[k] * values[variables[k]];
      }
      return sum;
    }
  }

  private final PatchModel exact;
  private final double[] reach;
  private final Row[] required;
  private final Row[] bases;
  private final double[][] points;
  private final int[] curves;
  private final double[][] values;
  private final List<int[]> on = new ArrayList<>();

  NearModel(PatchModel exact) {
    this.exact = exact;
    this.reach = exact.reach().stream().mapToDouble(Rational::nearestDouble).toArray();
    this.required = exact.required().stream().map(r -> Row.of(r.form())).toArray(Row[]::new);
    this.bases = exact.curves().stream().map(c -> Row.of(c.base())).toArray(Row[]::new);
    this.points = exact.curves().stream().map(c -> near(c.points())).toArray(double[][]::new);
    this.curves = new int[exact.variables()];
    this.values = new double[exact.variables()][];
    Arrays.fill(curves, NO_CURVE);
    for (int c = 0; c < exact.curves().size(); c++) {
      Map<Integer, List<Rational>> functions = exact.curves().get(c).values();
      on.add(functions.keySet().stream().mapToInt(v -> v).sorted().toArray());
      for (int v : on.get(c)) {
        curves[v] = c;
        values[v] = near(Objects.requireNonNull(functions.get(v)));
      }
    }
  }

  private static double[] near(List<Rational> numbers) {
    return numbers.stream().mapToDouble(Rational::nearestDouble).toArray();
  }

  PatchModel exact() {
    return exact;
  }

  /** The number of biases that move. */
  int changes() {
    return reach.length;
  }

  int variables() {
    return curves.length;
  }

  double reach(int change) {
    return reach[change];
  }

  int required() {
    return required.length;
  }

  Row required(int index) {
    return required[index];
  }

  boolean isStrict(int index) {
    return exact.required().get(index).strict();
  }

  int curves() {
    return points.length;
  }

  boolean isLinked(int curve) {
    return exact.curves().get(curve).linked();
  }

  Row base(int curve) {
    return bases[curve];
  }

  /** The points of a curve, not to be written to. */
  double[] points(int curve) {
    return points[curve];
  }

  /** The variables on a curve, ascending, not to be written to. */
  int[] on(int curve) {
    return on.get(curve);
  }

  int curveOf(int variable) {
    return curves[variable];
  }

  /** A variable's values at the points of its curve, not to be written to. */
  double[] values(int variable) {
    return values[variable];
  }

  /** All variables, and behind them the bases of all curves, for changes of biases. */
  Run run(double[] changes) {
    double[] state = Arrays.copyOf(changes, variables());
    double[] base = new double[curves()];
    for (int c = 0; c < base.length; c++) {
      base[c] = bases[c].at(state);
      for (int v : on.get(c)) {
        state[v] = v < changes.length ? changes[v] : at(v, segment(c, base[c]), base[c]);
      }
    }
    double least = Double.POSITIVE_INFINITY;
    for (Row row : required) {
      least = Math.min(least, row.at(state));
    }
    return new Run(base, least);
  }

  /**
   * What comes of changes.
   *
   * @param bases of the curves
   * @param least of all that is required to be greater than zero
   */
  record Run(double[] bases, double least) {}

  private double at(int variable, int segment, double base) {
    double[] p = points[curves[variable]];
    double[] h = values[variable];
    double part = (base - p[segment]) / (p[segment + 1] - p[segment]);
    return h[segment] + part * (h[segment + 1] - h[segment]);
  }

  /** Between which points of a curve a base lies: the number of the lower one. */
  int segment(int curve, double base) {
    double[] p = points[curve];
    int found = Arrays.binarySearch(p, base);
    int above = found >= 0 ? found : -found - 2;
    return Math.max(0, Math.min(above, p.length - 2));
  }
}

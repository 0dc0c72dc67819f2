package org.assay.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assay.exact.Rational;

/**
 * The numbers of a model as nearest doubles, for whatever only looks for something: each within a
 * relative 2^-53 of the exact one, or within 2^-1074 of it below 2^-1022.
 */
final class NearModel {

  /** Variables of a curve are on it; others are on none. */
  static final int NO_CURVE = -1;

  private final PatchModel exact;
  private final double[] reach;
  private final NearForm[] required;
  private final NearForm[] bases;
  private final double[][] points;
  private final int[] curves;
  private final double[][] values;
  private final double[] weights;
  private final List<int[]> on = new ArrayList<>();

  NearModel(PatchModel exact) {
    this.exact = exact;
    this.reach = exact.reach().stream().mapToDouble(Rational::nearestDouble).toArray();
    this.required =
        exact.required().stream().map(r -> new NearForm(r.form())).toArray(NearForm[]::new);
    this.bases = exact.curves().stream().map(c -> new NearForm(c.base())).toArray(NearForm[]::new);
    this.points = exact.curves().stream().map(c -> near(c.points())).toArray(double[][]::new);
    this.curves = new int[exact.variables()];
    this.values = new double[exact.variables()][];
    this.weights = new double[exact.variables()];
    weigh(weights, required);
    weigh(weights, bases);
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

  NearForm required(int index) {
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

  NearForm base(int curve) {
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

  /** The bases of all curves for changes of biases. */
  double[] bases(double[] changes) {
    double[] bases = new double[curves()];
    run(changes, bases);
    return bases;
  }

  /** The least of all that must be greater than zero, for changes of biases. */
  double least(double[] changes) {
    double[] state = run(changes, new double[curves()]);
    return Arrays.stream(required).mapToDouble(form -> form.at(state)).min().orElse(1);
  }

  /** All variables; the bases are written. */
  private double[] run(double[] changes, double[] bases) {
    double[] state = Arrays.copyOf(changes, variables());
    for (int c = 0; c < bases.length; c++) {
      bases[c] = base(c).at(state);
      for (int v : on(c)) {
        state[v] = v < changes.length ? changes[v] : at(v, bases[c]);
      }
    }
    return state;
  }

  /** A variable's value where the base of its curve has one. */
  double at(int variable, double base) {
    double[] p = points[curves[variable]];
    double[] h = values[variable];
    int segment = segment(curves[variable], base);
    double part = (base - p[segment]) / (p[segment + 1] - p[segment]);
    return h[segment] + part * (h[segment + 1] - h[segment]);
  }

  /** The greatest magnitude of any number that is multiplied with a factor; at least one. */
  double largest() {
    double largest = 1;
    for (double[] numbers : values) {
      largest = numbers == null ? largest : Math.max(largest, greatest(numbers));
    }
    for (double[] numbers : points) {
      largest = Math.max(largest, greatest(numbers));
    }
    return Math.max(largest, greatest(reach));
  }

  private static double greatest(double[] numbers) {
    return Arrays.stream(numbers).map(Math::abs).max().orElse(0);
  }

  /** The greatest magnitude of a variable's factors in what is required and in bases. */
  double weight(int variable) {
    return weights[variable];
  }

  private static void weigh(double[] weights, NearForm[] rows) {
    for (NearForm row : rows) {
      for (int k = 0; k < row.terms(); k++) {
        int v = row.variable(k);
        weights[v] = Math.max(weights[v], Math.abs(row.factor(k)));
      }
    }
  }

  /** Between which points of a curve a base lies: the number of the lower one. */
  int segment(int curve, double base) {
    double[] p = points[curve];
    int found = Arrays.binarySearch(p, base);
    int above = found >= 0 ? found : -found - 2;
    return Math.max(0, Math.min(above, p.length - 2));
  }
}

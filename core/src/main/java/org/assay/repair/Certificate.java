package org.assay.repair;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assay.exact.Rational;
import org.assay.smt.LinearForm;
import org.jspecify.annotations.Nullable;

/**
 * A proof that a part of all changes holds no patch: factors, at least zero, by which all that is
 * required is multiplied and summed up. Together with multiples of what links curves to their
 * bases, which are zero, the sum is a function of the changes alone, at most the constant, plus the
 * most that each change gives within its reach, plus the most that each curve gives at one of its
 * points within the range. If that is less than zero, or zero and something strict has a factor,
 * then not all that is required can hold.
 *
 * <p>Guarantee: sound for any factors, whoever proposed them. In doubles first: a term passes
 * through fewer than {@code depth} roundings, of its own numbers and of sums, so the result is off
 * by at most {@code 2 depth 2^-53} times the sum of all magnitudes, which is summed up beside it
 * (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1), plus what underflows.
 * Where that does not tell, in rationals.
 */
final class Certificate {

  private static final double UNIT = 0x1p-53;

  private final NearModel model;
  private final double[] prices;
  private final double[] linkPrices;
  private final double[][] functions;
  private final double[] most;
  private double bound;
  private double error;

  /**
   * A proof, or an attempt at one.
   *
   * @param prices the factors of what is required; those less than zero count as zero
   * @param linkPrices those of bases less their points, by curve; 0 for curves that are not linked
   */
  Certificate(NearModel model, Ranges part, double[] prices, double[] linkPrices) {
    this.model = model;
    this.prices = Arrays.stream(prices).map(price -> Math.max(0, price)).toArray();
    this.linkPrices = linkPrices;
    this.functions = new double[model.curves()][];
    this.most = new double[model.curves()];
    sum(part);
  }

  private void sum(Ranges part) {
    double[] factors = new double[model.variables()];
    double[] sizes = new double[model.variables()];
    double size = 0;
    for (int r = 0; r < prices.length; r++) {
      size += add(model.required(r), prices[r], factors, sizes);
    }
    for (int c = 0; c < linkPrices.length; c++) {
      if (linkPrices[c] != 0) {
        size += add(model.base(c), linkPrices[c], factors, sizes);
      }
    }
    for (int p = 0; p < model.changes(); p++) {
      if (model.curveOf(p) == NearModel.NO_CURVE) {
        bound += Math.abs(factors[p]) * model.reach(p);
        size += sizes[p] * model.reach(p);
      }
    }
    for (int c = 0; c < model.curves(); c++) {
      size += curve(c, part, factors, sizes);
    }
    long depth = 2L * prices.length + 4L * model.curves() + 2L * model.variables() + 16;
    error = 2 * depth * UNIT * size + depth * depth * Double.MIN_NORMAL * largest();
  }

  /** What a number that underflowed is multiplied with at most. */
  private double largest() {
    double price = 1;
    for (double p : prices) {
      price = Math.max(price, p);
    }
    for (double p : linkPrices) {
      price = Math.max(price, Math.abs(p));
    }
    return price * model.largest();
  }

  /** Adds a multiple of a row to the factors; gives the magnitude of its constant. */
  private double add(NearForm row, double price, double[] factors, double[] sizes) {
    if (price == 0) {
      return 0;
    }
    for (int k = 0; k < row.terms(); k++) {
      double product = price * row.factor(k);
      factors[row.variable(k)] += product;
      sizes[row.variable(k)] += Math.abs(product);
    }
    bound += price * row.constant();
    return Math.abs(price * row.constant());
  }

  /** Adds the most of a curve; gives the greatest sum of magnitudes at its points. */
  private double curve(int curve, Ranges part, double[] factors, double[] sizes) {
    double[] points = model.points(curve);
    double[] function = new double[points.length];
    double[] size = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      function[i] = -linkPrices[curve] * points[i];
      size[i] = Math.abs(function[i]);
    }
    for (int v : model.on(curve)) {
      double[] values = model.values(v);
      for (int i = 0; i < points.length; i++) {
        function[i] += factors[v] * values[i];
        size[i] += sizes[v] * Math.abs(values[i]);
      }
    }
    functions[curve] = function;
    most[curve] = most(function, part.from(curve), part.to(curve));
    bound += most[curve];
    return Arrays.stream(size).max().orElse(0);
  }

  private static double most(double[] function, int from, int to) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = from; i <= to; i++) {
      most = Math.max(most, function[i]);
    }
    return most;
  }

  /** Whether the part holds no patch: proved. */
  boolean closes(Ranges part) {
    if (bound + error < 0) {
      return true;
    }
    return bound - error <= 0 && closesExactly(part);
  }

  /**
   * Takes off the outer pieces of ranges that hold no patch by the same sum.
   *
   * @param part narrowed in place; never to nothing
   * @return whether it was
   */
  boolean narrow(Ranges part) {
    boolean narrowed = false;
    for (int c = 0; c < functions.length; c++) {
      double others = bound - most[c] + 2 * error;
      int from = part.from(c);
      int to = part.to(c);
      while (to - from > 1 && others + Math.max(functions[c][from], functions[c][from + 1]) < 0) {
        from++;
      }
      while (to - from > 1 && others + Math.max(functions[c][to], functions[c][to - 1]) < 0) {
        to--;
      }
      narrowed |= part.narrow(c, from, to);
    }
    return narrowed;
  }

  /** By how much a curve's hull overstates the sum at a base: at least zero. */
  double overstated(int curve, double base) {
    int segment = model.segment(curve, base);
    double[] p = model.points(curve);
    double[] f = functions[curve];
    double part = Math.max(0, Math.min(1, (base - p[segment]) / (p[segment + 1] - p[segment])));
    return most[curve] - (f[segment] + part * (f[segment + 1] - f[segment]));
  }

  private boolean closesExactly(Ranges part) {
    LinearForm.Sum sum = new LinearForm.Sum(Rational.ZERO);
    boolean strict = false;
    for (int r = 0; r < prices.length; r++) {
      if (prices[r] > 0) {
        sum.add(Rational.of(prices[r]), model.exact().required().get(r).form());
        strict |= model.isStrict(r);
      }
    }
    for (int c = 0; c < linkPrices.length; c++) {
      if (linkPrices[c] != 0) {
        sum.add(Rational.of(linkPrices[c]), model.exact().curves().get(c).base());
      }
    }
    LinearForm form = sum.total();
    Rational total = form.constant();
    for (int p = 0; p < model.changes(); p++) {
      if (model.curveOf(p) == NearModel.NO_CURVE) {
        Rational factor = form.terms().getOrDefault(p, Rational.ZERO);
        total = total.plus(factor.abs().times(model.exact().reach().get(p)));
      }
    }
    for (int c = 0; c < model.curves(); c++) {
      total = total.plus(mostExactly(c, form, part));
    }
    return total.signum() < 0 || (total.signum() == 0 && strict);
  }

  private Rational mostExactly(int curve, LinearForm form, Ranges part) {
    PatchModel.Curve exact = model.exact().curves().get(curve);
    @Nullable Rational most = null;
    for (int i = part.from(curve); i <= part.to(curve); i++) {
      Rational sum = Rational.of(-linkPrices[curve]).times(exact.points().get(i));
      for (Map.Entry<Integer, List<Rational>> value : exact.values().entrySet()) {
        Rational factor = form.terms().getOrDefault(value.getKey(), Rational.ZERO);
        sum = sum.plus(factor.times(value.getValue().get(i)));
      }
      most = most == null ? sum : most.max(sum);
    }
    return Objects.requireNonNull(most);
  }
}

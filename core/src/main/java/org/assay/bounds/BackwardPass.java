package org.assay.bounds;

import java.util.Arrays;
import java.util.List;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * A lower bound of a linear function of one state of a network, found by going back through the
 * layers until it is a linear function of the inputs: CROWN (Zhang, Weng, Chen, Hsieh, Daniel,
 * NeurIPS 2018, arXiv:1811.00866) and DeepPoly (Singh, Gehr, Püschel, Vechev, POPL 2019,
 * doi:10.1145/3290354), on sparse rows.
 *
 * <p><b>Rounding.</b> Let u = 2^-53, and let the numbers z of a state lie within magnitudes M at
 * every point in question. At any time the exact function is at least {@code sum A z + constant -
 * charge - (error of the constant)}, the stored doubles A taken as exact; every step that changes A
 * adds to the charge how far the new function may lie from the old one:
 *
 * <ul>
 *   <li>Through a linear layer {@code z' = W z + b} the exact coefficient of z[i] is the sum of n
 *       products A[r] W[r][i], n the number of A[r] that are not zero; the computed one is within
 *       {@code g sum_r |A[r]||W[r][i]|} of it, {@code g = n u / (1 - n u)}, and n underflows (N.
 *       Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1). Times M[i] and
 *       summed over i that is {@code g sum_r |A[r]| S[r]}, S[r] the sum over i of {@code |W[r][i]|
 *       M[i]}, which the enclosure keeps; underflow adds n 2^-1075 sum M.
 *   <li>Through a line of a unit one product A s is rounded: {@code u |A| |s| M} up to second
 *       order, and 2^-1075 M. The line holds exactly (see {@link Lines}); which one is taken
 *       depends on the sign of the stored A, so that a wrong sign is covered by the charge already.
 *   <li>A multiplier added to A is one more addition: {@code u |A| M}.
 *   <li>A multiple w f of a gap's factor f, which is within e of the exact one, added to A: {@code
 *       (w e + u |w f| + u |A|) M} and an underflow, as far as anything is rounded.
 *   <li>A multiple m c of a half-space's coefficient c, which is exact, added to A: {@code (u |m c|
 *       + u |A|) M} and an underflow.
 * </ul>
 *
 * <p>The constant is a sum of t rounded products, so that its error is at most {@code (t + 1) u}
 * times the sum of their magnitudes, up to terms of second order, and t underflows. The charge and
 * these sums consist of terms that are not negative and are themselves rounded at most 2^28 times;
 * the factor 1 + 2^-20 makes up for that and for second order, {@link #TINY} for underflow, n and t
 * being below 2^28. A coefficient that is not finite makes the charge infinite; then, and where the
 * result is not a number, the bound is negative infinity.
 *
 * <p>Keeps its coefficients for whoever wants to know what the bound rests on. For one thread.
 */
final class BackwardPass {

  static final double UNIT = 0x1p-53;
  static final double INFLATION = 1 + 0x1p-20;
  static final double TINY = 0x1p-1000;

  private final BoundedNetwork network;
  private final double share;

  /** By state: what multiplies each number before a layer. */
  final double[][] coefficient;

  private final int[] row;
  private final double[] multiple;
  private double constant;
  private double magnitude;
  private double charge;
  private long terms;

  /** The constant of the last pass less its error, before the inputs take their ends. */
  private double offset;

  /**
   * A pass.
   *
   * @param share of every error that is charged: 1, but for a test that shows that errors are
   *     needed
   */
  BackwardPass(BoundedNetwork network, double share) {
    this.network = network;
    this.share = share;
    this.coefficient = new double[network.depth() + 1][];
    this.row = new int[network.widest()];
    this.multiple = new double[network.widest()];
    coefficient[0] = new double[network.network().inputs()];
    for (int l = 0; l < network.depth(); l++) {
      coefficient[l + 1] = new double[network.layer(l).output().size()];
    }
  }

  /** The coefficients of a state, all zero, for the caller to set before {@link #least}. */
  double[] start(int state) {
    Arrays.fill(coefficient[state], 0);
    return coefficient[state];
  }

  /** No more than the least value of the function that {@link #start} was given. */
  double least(int state, Enclosure enclosure, Lines lines) {
    reset();
    back(state, enclosure, lines, Multipliers.none());
    return end(enclosure);
  }

  /** No more than the least value of the sum of some gaps by the weights of a part. */
  double least(List<Gap> gaps, Subproblem part, Lines lines) {
    reset();
    int depth = network.depth();
    start(depth);
    Enclosure enclosure = part.enclosure();
    double[] weights = part.weights();
    for (int g = 0; g < weights.length; g++) {
      if (weights[g] != 0) {
        add(weights[g] * gaps.get(g).constant());
        add(gaps.get(g).outputs(), weights[g], depth, enclosure);
      }
    }
    back(depth, enclosure, lines, part.multipliers());
    for (int g = 0; g < weights.length; g++) {
      if (weights[g] != 0) {
        add(gaps.get(g).inputs(), weights[g], 0, enclosure);
      }
    }
    return end(enclosure);
  }

  private void reset() {
    constant = 0;
    magnitude = 0;
    charge = 0;
    terms = 0;
  }

  private void back(int state, Enclosure enclosure, Lines lines, Multipliers multipliers) {
    for (int l = state - 1; l >= 0; l--) {
      if (network.layer(l) instanceof Linear linear) {
        throughRows(l, linear.rows(), enclosure);
      } else {
        throughLines(l, lines);
        charge += multipliers.add(l, this, enclosure);
      }
    }
  }

  private double end(Enclosure enclosure) {
    double[] a = coefficient[0];
    double[] low = enclosure.low(0);
    double[] high = enclosure.high(0);
    if (enclosure.where() != null) {
      add(enclosure.where(), enclosure);
    }
    offset = constant - error();
    for (int i = 0; i < a.length; i++) {
      if (isThere(a[i])) {
        add(a[i] * (a[i] > 0 ? low[i] : high[i]));
      }
    }
    double least = Math.nextDown(share == 0 ? constant : constant - error());
    return Double.isNaN(least) ? Double.NEGATIVE_INFINITY : least;
  }

  /** What is off by now, at most. */
  private double error() {
    double error = (charge + (terms + 1) * UNIT * magnitude) * INFLATION + TINY;
    return share == 0 ? 0 : share * error;
  }

  /** Adds the multiple of a function that is not positive at the points in question. */
  private void add(HalfSpace where, Enclosure enclosure) {
    double[] a = coefficient[0];
    double multiple = where.multiple(a, enclosure.low(0), enclosure.high(0));
    if (multiple == 0) {
      return;
    }
    double off = 0;
    for (int i = 0; i < a.length; i++) {
      double product = multiple * where.coefficient[i];
      a[i] += product;
      off += (UNIT * (Math.abs(product) + Math.abs(a[i])) + TINY) * enclosure.magnitude(0, i);
    }
    charge += off;
    add(multiple * where.constant);
  }

  /**
   * Where the function of the last pass is not positive; null where that is nowhere known to be a
   * half-space of finite numbers.
   */
  @Nullable HalfSpace notPositive() {
    double least = Math.nextDown(offset);
    for (double a : coefficient[0]) {
      if (!Double.isFinite(a)) {
        return null;
      }
    }
    return Double.isFinite(least) ? new HalfSpace(coefficient[0].clone(), least) : null;
  }

  /** Adds multiples of numbers of a state to its coefficients. */
  private void add(Gap.Terms multiples, double weight, int state, Enclosure enclosure) {
    for (int k = 0; k < multiples.count(); k++) {
      int i = multiples.index(k);
      double before = coefficient[state][i];
      double product = weight * multiples.factor(k);
      coefficient[state][i] = before + product;
      double off = weight * multiples.error(k);
      off += weight == 1 ? 0 : UNIT * Math.abs(product) + TINY;
      off += before == 0 ? 0 : UNIT * Math.abs(coefficient[state][i]);
      if (off != 0) {
        charge += off * enclosure.magnitude(state, i);
      }
    }
  }

  /** A bound of the rounding of a sum of products and a bias. */
  double error(int products, double reach, double bias) {
    return share == 0
        ? 0
        : share * ((products + 2) * UNIT * (reach + Math.abs(bias)) * INFLATION + TINY);
  }

  /** Adds a rounded product to the constant. */
  void add(double product) {
    constant += product;
    magnitude += Math.abs(product);
    terms++;
  }

  private boolean isThere(double a) {
    if (!Double.isFinite(a)) {
      charge = Double.POSITIVE_INFINITY;
    }
    return a != 0;
  }

  private void throughRows(int layer, SparseRows rows, Enclosure enclosure) {
    double[] from = coefficient[layer + 1];
    double[] into = coefficient[layer];
    double[] reach = enclosure.reach(layer);
    Arrays.fill(into, 0);
    double spread = 0;
    int count = 0;
    for (int r = 0; r < from.length; r++) {
      double a = from[r];
      if (!isThere(a)) {
        continue;
      }
      spread += Math.abs(a) * reach[r];
      if (rows.bias(r) != 0) {
        add(a * rows.bias(r));
      }
      row[count] = r;
      multiple[count++] = a;
    }
    rows.addTo(into, row, multiple, count);
    charge += (count + 2) * UNIT * spread + TINY * enclosure.total(layer);
  }

  /** No zero is skipped: a loop without branches is faster, and 0 adds nothing. */
  private void throughLines(int layer, Lines lines) {
    double[] from = coefficient[layer + 1];
    double[] into = coefficient[layer];
    double[] below = lines.slopeBelow[layer];
    double[] above = lines.slopeAbove[layer];
    double[] least = lines.interceptBelow[layer];
    double[] greatest = lines.interceptAbove[layer];
    double[] roundedBelow = lines.roundingBelow[layer];
    double[] roundedAbove = lines.roundingAbove[layer];
    double sum = 0;
    double sizes = 0;
    double rounding = 0;
    for (int i = 0; i < from.length; i++) {
      double a = from[i];
      boolean up = a > 0;
      double product = a * (up ? least[i] : greatest[i]);
      into[i] = a * (up ? below[i] : above[i]);
      sum += product;
      sizes += Math.abs(product);
      rounding += Math.abs(a) * (up ? roundedBelow[i] : roundedAbove[i]);
    }
    constant += sum;
    magnitude += sizes;
    terms += from.length + 1;
    charge += rounding + lines.underflow[layer];
  }
}

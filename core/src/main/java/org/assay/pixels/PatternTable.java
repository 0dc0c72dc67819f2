package org.assay.pixels;

import org.assay.query.PixelDomain;
import org.assay.symbolic.Trace;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the float filter for one image: slack and slopes of the path condition's
 * half-spaces, logits and their slopes, and the range of every position as an offset from the
 * original, all as doubles with proved errors.
 *
 * <p>Position {@code positions()} is a stand-in that never moves, so that one free position is a
 * pair with it. Half-space {@code h}, as an exact function of the offsets x, y of positions p, q,
 * differs from the double {@code slack[h] + slope[p][h] x + slope[q][h] y}, computed in this order
 * at a point within {@link #MOST_STEPS} roundings per cut of an exact point of the rectangle, by at
 * most {@code slackError[h] + slopeError(p, h) + slopeError(q, h)}. Proof at {@link #rounding}.
 */
final class PatternTable {

  /** Roundings that may displace one coordinate of a vertex when a polygon is cut once. */
  static final int MOST_STEPS = 6;

  private static final double UNIT = 0x1p-53;
  private static final double GREATEST = 1e140;
  private static final int MOST_AT_ONCE = 1 << 18;

  /** More than all underflow of one evaluation: a few hundred units of 2^-1074. */
  private static final double TINY = 1e-290;

  /** More than the roundings of an error that is itself computed in doubles. */
  private static final double INFLATION = 1 + 0x1p-40;

  final int spaces;
  final int labels;
  final double[] slack;
  final double[] slackError;
  final double[] logit;
  final double[] logitError;
  final double[] logitSlope;
  final double[] logitSlopeError;

  /** The range of offsets, rounded outward. */
  final double[] low;

  final double[] high;

  /** The range of offsets, rounded inward; empty where low is above high. */
  final double[] innerLow;

  final double[] innerHigh;

  /** The greatest magnitude of an offset. */
  final double[] reach;

  /** Whether every number is finite and of a size at which nothing can overflow. */
  private boolean usable = true;

  private final Trace trace;
  private final PathHalfSpaces halfSpaces;
  private final double share;
  private final double rounding;
  private final int positions;
  private final @Nullable Slopes[] slopes;

  /**
   * What a position can do to the half-spaces.
   *
   * @param slope by half-space
   * @param error a bound of the error of the slope times any offset
   * @param least a lower bound of the slope times any offset
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Slopes(double[] slope, double[] error, double[] least) {}

  PatternTable(Trace trace, PathHalfSpaces halfSpaces, PixelDomain domain) {
    this(trace, halfSpaces, domain, 1);
  }

  /**
   * Tables that charge only a share of every error, by which a test shows that errors are needed.
   */
  PatternTable(Trace trace, PathHalfSpaces halfSpaces, PixelDomain domain, double share) {
    this.share = share;
    this.trace = trace;
    this.halfSpaces = halfSpaces;
    positions = trace.image().size();
    spaces = halfSpaces.size();
    labels = trace.labels();
    rounding = rounding(spaces + labels);
    slack = new double[spaces];
    slackError = new double[spaces];
    slopes = new Slopes[positions + 1];
    slopes[positions] = new Slopes(new double[spaces], new double[spaces], new double[spaces]);
    logit = new double[labels];
    logitError = new double[labels];
    logitSlope = new double[(positions + 1) * labels];
    logitSlopeError = new double[logitSlope.length];
    low = new double[positions + 1];
    high = new double[positions + 1];
    innerLow = new double[positions + 1];
    innerHigh = new double[positions + 1];
    reach = new double[positions + 1];
    values();
    ranges(domain);
    logitSlopes();
  }

  /**
   * What all roundings of one evaluation can amount to, relative to the magnitude of its terms.
   *
   * <p>With u = 2^-53, an offset of magnitude at most X, and a half-space v + a x + b y: the sum of
   * three terms takes 2 products and 2 additions, at most 3 u of each term's magnitude, to which
   * the error of v less its bound adds 1 u. A vertex that has been through c cuts lies within c
   * {@link #MOST_STEPS} u X of the exact vertex it stands for, so that it moves a x by at most
   * {@code abs(a)} times that. A bound on {@code a x} over the range takes 1 rounding, its sum with
   * the slack and another position's 2 more. No polygon is cut more often than there are
   * half-spaces and labels, so that {@code 16 + 6 (spaces + labels)} units are enough; twice as
   * many are charged.
   */
  private static double rounding(int cuts) {
    return 2 * UNIT * (16 + (double) MOST_STEPS * cuts);
  }

  private void values() {
    for (int h = 0; h < spaces; h++) {
      double value = trace.value(halfSpaces.row(h));
      double bound = halfSpaces.bound(h);
      slack[h] = halfSpaces.sign(h) * (value - bound);
      slackError[h] =
          error(trace.valueError(halfSpaces.row(h)), Math.abs(value) + Math.abs(bound)) + TINY;
      check(slack[h], slackError[h]);
    }
    for (int k = 0; k < labels; k++) {
      logit[k] = trace.value(trace.logitRow(k));
      logitError[k] = trace.valueError(trace.logitRow(k));
      check(logit[k], logitError[k]);
    }
  }

  private double error(double known, double magnitude) {
    return share * (known + rounding * magnitude) * INFLATION;
  }

  private void check(double value, double error) {
    usable &= Math.abs(value) < GREATEST && error < GREATEST;
  }

  private void ranges(PixelDomain domain) {
    for (int i = 0; i < positions; i++) {
      double x = trace.image().at(i);
      low[i] = down(domain.low().floorDouble() - x);
      high[i] = up(domain.high().ceilingDouble() - x);
      innerLow[i] = up(domain.low().ceilingDouble() - x);
      innerHigh[i] = down(domain.high().floorDouble() - x);
      reach[i] = Math.max(Math.abs(low[i]), Math.abs(high[i]));
      check(reach[i], 0);
    }
  }

  // A difference of doubles is zero only where it is exact.
  private static double down(double difference) {
    return difference == 0 ? 0 : Math.nextDown(difference);
  }

  private static double up(double difference) {
    return difference == 0 ? 0 : Math.nextUp(difference);
  }

  /** All at once where they are few; otherwise row by row, so that no path row is touched. */
  private void logitSlopes() {
    if ((long) positions * trace.rows() <= MOST_AT_ONCE) {
      double[] all = trace.coefficients();
      double[] errors = trace.coefficientErrors();
      int rows = trace.rows();
      for (int i = 0; i < positions; i++) {
        int from = i * rows + rows - labels;
        System.arraycopy(all, from, logitSlope, i * labels, labels);
        System.arraycopy(errors, from, logitSlopeError, i * labels, labels);
      }
    } else {
      double[] row = new double[positions];
      double[] error = new double[positions];
      for (int k = 0; k < labels; k++) {
        trace.coefficients(trace.logitRow(k), row, error);
        for (int i = 0; i < positions; i++) {
          logitSlope[i * labels + k] = row[i];
          logitSlopeError[i * labels + k] = error[i];
        }
      }
    }
    for (int i = 0; i < logitSlope.length; i++) {
      check(logitSlope[i], logitSlopeError[i]);
    }
  }

  /** What a position can do to the half-spaces; computed when it is first asked for. */
  Slopes slopes(int position) {
    Slopes known = slopes[position];
    if (known == null) {
      known = computeSlopes(position);
      slopes[position] = known;
    }
    return known;
  }

  private Slopes computeSlopes(int i) {
    double[] column = new double[trace.rows()];
    double[] columnError = new double[trace.rows()];
    trace.column(i, column, columnError);
    double[] slope = new double[spaces];
    double[] error = new double[spaces];
    double[] least = new double[spaces];
    for (int h = 0; h < spaces; h++) {
      int row = halfSpaces.row(h);
      double a = halfSpaces.sign(h) * column[row];
      slope[h] = a;
      error[h] = reach[i] * error(columnError[row], Math.abs(a)) * INFLATION + TINY;
      least[h] = Math.min(a * low[i], a * high[i]) - error[h];
      check(a, error[h]);
    }
    return new Slopes(slope, error, least);
  }

  /** Number of positions that can move; the stand-in has this number. */
  int positions() {
    return positions;
  }

  boolean usable() {
    return usable;
  }

  /** A bound of the error of a lead's constant. */
  double leadError(int label, int other) {
    return error(
            logitError[label] + logitError[other], Math.abs(logit[label]) + Math.abs(logit[other]))
        + TINY;
  }

  /** A bound of the error of a lead's slope times any offset of a position. */
  double leadSlopeError(int label, int other, int position) {
    int a = position * labels + label;
    int b = position * labels + other;
    return reach[position]
            * error(
                logitSlopeError[a] + logitSlopeError[b],
                Math.abs(logitSlope[a]) + Math.abs(logitSlope[b]))
            * INFLATION
        + TINY;
  }
}

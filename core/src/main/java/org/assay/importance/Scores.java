package org.assay.importance;

import org.assay.exact.Rational;
import org.assay.symbolic.RunningError;
import org.assay.symbolic.Trace;

/** The scores of an image's pixels under a metric: doubles with error bounds, and exact ones. */
final class Scores {

  private final Trace trace;
  private final Metric metric;
  private final PixelLayout layout;
  private final double[] score;
  private final double[] error;

  /** Exact scores where they were asked for, else null. */
  private final Rational[] exact;

  /** Exact coefficients by flat position; empty until one is asked for. */
  private Rational[] coefficients = new Rational[0];

  private long rationalFallbacks;

  private Scores(Trace trace, Metric metric, PixelLayout layout) {
    this.trace = trace;
    this.metric = metric;
    this.layout = layout;
    this.score = new double[layout.pixels()];
    this.error = new double[layout.pixels()];
    this.exact = new Rational[layout.pixels()];
  }

  static Scores of(Trace trace, Metric metric, PixelLayout layout) {
    Scores scores = new Scores(trace, metric, layout);
    int positions = trace.image().size();
    double[] coefficient = new double[positions];
    double[] coefficientError = new double[positions];
    trace.coefficients(trace.logitRow(trace.label()), coefficient, coefficientError);
    for (int c = 0; c < layout.channels(); c++) {
      int from = (layout.firstChannel() + c) * layout.pixels();
      for (int p = 0; p < layout.pixels(); p++) {
        scores.add(
            p, coefficient[from + p], coefficientError[from + p], trace.image().at(from + p));
      }
    }
    for (int p = 0; p < layout.pixels(); p++) {
      scores.replaceIfUnknown(p);
    }
    return scores;
  }

  /** Puts the nearest double in the place of a score of which overflow left nothing. */
  private void replaceIfUnknown(int pixel) {
    if (!Double.isFinite(error[pixel]) || !Double.isFinite(score[pixel])) {
      rationalFallbacks++;
      Rational known = exact(pixel);
      score[pixel] = known.nearestDouble();
      error[pixel] = known.minus(Rational.of(score[pixel])).abs().ceilingDouble();
    }
  }

  /**
   * Adds what one position contributes. The bound is a {@link RunningError}: the coefficient's own
   * error, one rounding of the product for COI, one rounding of the sum unless it starts at zero; a
   * product with 0 or 1 is exact.
   */
  private void add(int pixel, double coefficient, double coefficientError, double value) {
    double term = metric == Metric.ABS ? Math.abs(coefficient) : coefficient;
    double bound = coefficientError;
    if (metric == Metric.COI) {
      if (value == 0) {
        return;
      }
      term = coefficient * value;
      bound =
          value == 1
              ? bound
              : Math.abs(value) * bound + (RunningError.UNIT * Math.abs(term) + RunningError.TINY);
    }
    double before = score[pixel];
    score[pixel] = before + term;
    double added = before == 0 ? 0 : RunningError.UNIT * Math.abs(score[pixel]) + RunningError.TINY;
    error[pixel] = (error[pixel] + (bound + added)) * RunningError.INFLATION;
  }

  int pixels() {
    return score.length;
  }

  double score(int pixel) {
    return score[pixel];
  }

  double error(int pixel) {
    return error[pixel];
  }

  /** A double that is at most the exact score. */
  double lower(int pixel) {
    return error[pixel] == 0 ? score[pixel] : Math.nextDown(score[pixel] - error[pixel]);
  }

  /** A double that is at least the exact score. */
  double upper(int pixel) {
    return error[pixel] == 0 ? score[pixel] : Math.nextUp(score[pixel] + error[pixel]);
  }

  Rational exact(int pixel) {
    Rational known = exact[pixel];
    if (known != null) {
      return known;
    }
    if (coefficients.length == 0) {
      coefficients = trace.exactCoefficients(trace.logitRow(trace.label()));
    }
    Rational sum = Rational.ZERO;
    for (int position : layout.positions(pixel)) {
      Rational c = coefficients[position];
      sum =
          sum.plus(
              switch (metric) {
                case ABS -> c.abs();
                case CO -> c;
                case COI -> c.times(Rational.of(trace.image().at(position)));
              });
    }
    exact[pixel] = sum;
    return sum;
  }

  /** Compares two exact scores, by doubles where their bounds allow. */
  int compare(int a, int b) {
    if (error[a] == 0 && error[b] == 0) {
      return score[a] == score[b] ? 0 : Double.compare(score[a], score[b]);
    }
    if (lower(a) > upper(b)) {
      return 1;
    }
    if (upper(a) < lower(b)) {
      return -1;
    }
    rationalFallbacks += exact[a] == null ? 1 : 0;
    rationalFallbacks += exact[b] == null ? 1 : 0;
    return exact(a).compareTo(exact(b));
  }

  long rationalFallbacks() {
    return rationalFallbacks;
  }
}

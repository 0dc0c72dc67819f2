package org.assay.symbolic;

import org.assay.exact.Rational;

/**
 * Which logit is the largest in EXACT: decided by doubles where their bounds allow, else by
 * rationals.
 *
 * @param label the lowest index among the largest logits
 * @param tied whether another logit equals it
 * @param rationalFallbacks number of logits that were computed in rationals
 */
record ExactWinner(int label, boolean tied, long rationalFallbacks) {

  static ExactWinner of(TracedNetwork network, Approximation rows, ExactTrace exact) {
    int first = network.units();
    double highestLower = Double.NEGATIVE_INFINITY;
    int best = -1;
    for (int label = 0; label < network.labels(); label++) {
      if (rows.lower(first + label) > highestLower) {
        highestLower = rows.lower(first + label);
        best = label;
      }
    }
    boolean decided = best >= 0;
    for (int label = 0; label < network.labels(); label++) {
      // Written so that a bound that is not a number leaves the question open.
      decided &= label == best || rows.upper(first + label) < highestLower;
    }
    return decided ? new ExactWinner(best, false, 0) : compare(network, highestLower, rows, exact);
  }

  private static ExactWinner compare(
      TracedNetwork network, double highestLower, Approximation rows, ExactTrace exact) {
    int first = network.units();
    int best = -1;
    boolean tied = false;
    long fallbacks = 0;
    Rational largest = Rational.ZERO;
    for (int label = 0; label < network.labels(); label++) {
      if (rows.upper(first + label) < highestLower) {
        continue;
      }
      fallbacks++;
      Rational logit = exact.value(first + label);
      int c = best < 0 ? 1 : logit.compareTo(largest);
      if (c >= 0) {
        tied = c == 0;
        best = c > 0 ? label : best;
        largest = logit;
      }
    }
    return new ExactWinner(best, tied, fallbacks);
  }
}

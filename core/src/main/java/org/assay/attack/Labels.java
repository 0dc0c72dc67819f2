package org.assay.attack;

/** What logits say of labels. */
final class Labels {

  private Labels() {}

  /** Whether the label, the lowest index among the largest logits, is known and another one. */
  static boolean isOther(double[] logits, int label) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!Double.isFinite(logits[i])) {
        return false;
      }
      best = logits[i] > logits[best] ? i : best;
    }
    return best != label;
  }

  /** The label with the largest logit but for one. */
  static int best(double[] logits, int except) {
    int best = except == 0 ? 1 : 0;
    for (int i = 0; i < logits.length; i++) {
      best = i != except && logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  /** The derivatives of the cross-entropy of a label by the logits. */
  static double[] crossEntropySlopes(double[] logits, int label) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double[] slopes = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = Math.exp(logits[i] - greatest);
      sum += slopes[i];
    }
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = slopes[i] / sum - (i == label ? 1 : 0);
    }
    return slopes;
  }
}

package org.assay.pixels;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.regions.AffineForm;

/**
 * Which of several affine functions of one offset is the largest, exactly; of equal ones the
 * predicted label's comes first, then the lowest index.
 *
 * @param logits one a label
 */
record Envelope(List<AffineForm> logits, int predicted) {

  /** Adds the labels of a closed segment of offsets to a line of values. */
  void add(Rational low, Rational high, Rational origin, LabelLine.Builder line) {
    Rational at = low;
    point(at, origin, line);
    while (at.compareTo(high) < 0) {
      int winner = rightOf(at);
      Rational next = overtaken(winner, at, high);
      line.segment(origin.plus(next), winner, isAlone(winner));
      point(next, origin, line);
      at = next;
    }
  }

  private void point(Rational at, Rational origin, LabelLine.Builder line) {
    int label = label(at);
    boolean alone = true;
    for (int k = 0; k < logits.size(); k++) {
      alone &= k == label || value(label, at).compareTo(value(k, at)) > 0;
    }
    line.point(origin.plus(at), label, alone);
  }

  /** Whether a label that is largest on an open segment has no equal there. */
  private boolean isAlone(int label) {
    for (int k = 0; k < logits.size(); k++) {
      if (k != label && logits.get(k).equals(logits.get(label))) {
        return false;
      }
    }
    return true;
  }

  private Rational value(int label, Rational at) {
    return logits.get(label).at(List.of(at));
  }

  private Rational slope(int label) {
    return logits.get(label).slopes().get(0);
  }

  private int label(Rational at) {
    int best = predicted;
    Rational largest = value(best, at);
    for (int k = 0; k < logits.size(); k++) {
      Rational value = value(k, at);
      if (value.compareTo(largest) > 0) {
        best = k;
        largest = value;
      }
    }
    return best;
  }

  /** The label just right of an offset: of the largest there, the one that rises most. */
  private int rightOf(Rational at) {
    int best = predicted;
    Rational largest = value(best, at);
    for (int k = 0; k < logits.size(); k++) {
      Rational value = value(k, at);
      int order = value.compareTo(largest);
      if (order > 0 || (order == 0 && slope(k).compareTo(slope(best)) > 0)) {
        best = k;
        largest = value;
      }
    }
    return best;
  }

  /** Where another label first overtakes a winner, or the end of the segment. */
  private Rational overtaken(int winner, Rational from, Rational to) {
    Rational first = to;
    for (int k = 0; k < logits.size(); k++) {
      AffineForm lead = logits.get(winner).minus(logits.get(k));
      Rational slope = lead.slopes().get(0);
      if (slope.signum() < 0) {
        Rational root = lead.constant().negate().dividedBy(slope);
        if (root.compareTo(from) > 0) {
          first = first.min(root);
        }
      }
    }
    return first;
  }
}

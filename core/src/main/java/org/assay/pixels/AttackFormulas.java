package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.smt.Formula;

/**
 * What a solver is told about attacks on some free positions of an image. The first variables are
 * the offsets of the free positions from the original, in their order.
 */
sealed interface AttackFormulas permits PatternFormulas, NetworkFormulas {

  AskedImage image();

  /** The free flat positions, ascending. */
  List<Integer> positions();

  /** Number of variables, at least one for each free position. */
  int variables();

  /** What every point has to satisfy, an attack or not. */
  List<Formula> conditions();

  /** The logit of one label is greater than that of another. */
  Formula.Inequality lead(int label, int other);

  /** For each wrong label: its logit is greater than the predicted label's. */
  default List<Formula> attacks() {
    List<Formula> attacks = new ArrayList<>();
    for (int k = 0; k < image().trace().labels(); k++) {
      if (k != image().label()) {
        attacks.add(lead(k, image().label()));
      }
    }
    return attacks;
  }

  /** The logit of a label is greater than each other one. */
  default List<Formula> leads(int label) {
    List<Formula> leads = new ArrayList<>();
    for (int j = 0; j < image().trace().labels(); j++) {
      if (j != label) {
        leads.add(lead(label, j));
      }
    }
    return leads;
  }

  /** The label whose logit is the one largest at a solution, or -1; it need not be asked for. */
  default int winner(List<Rational> point) {
    int labels = image().trace().labels();
    for (int k = 0; k < labels; k++) {
      boolean wins = true;
      for (int j = 0; j < labels && wins; j++) {
        wins = j == k || value(lead(k, j), point).signum() > 0;
      }
      if (wins) {
        return k;
      }
    }
    return -1;
  }

  private static Rational value(Formula.Inequality inequality, List<Rational> point) {
    Rational sum = inequality.constant();
    for (Formula.Term term : inequality.terms()) {
      sum = sum.plus(term.coefficient().times(point.get(term.variable())));
    }
    return sum;
  }
}

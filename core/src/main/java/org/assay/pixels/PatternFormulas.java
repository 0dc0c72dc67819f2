package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.smt.Formula;

/**
 * The conditions of DeepCheck's section IV-C for some free positions of an image: path, attack and
 * range condition. Variable {@code i} is the offset of the i-th free position from the original.
 *
 * @param positions the free flat positions
 */
record PatternFormulas(AskedImage image, List<Integer> positions) {

  /** The label whose logit is the one largest at a point, or -1; it need not be asked for. */
  int winner(List<Rational> offsets) {
    ExactPattern pattern = image.exact();
    for (int k = 0; k < pattern.labels(); k++) {
      boolean wins = true;
      for (int j = 0; j < pattern.labels() && wins; j++) {
        Rational lead = pattern.margin(k, j);
        for (int i = 0; i < positions.size(); i++) {
          Rational slope = pattern.marginSlope(k, j, positions.get(i));
          lead = lead.plus(slope.times(offsets.get(i)));
        }
        wins = j == k || lead.signum() > 0;
      }
      if (wins) {
        return k;
      }
    }
    return -1;
  }

  /** The range condition: variable i is the offset of the i-th free position. */
  List<Formula> ranges() {
    List<Formula> ranges = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      Rational original = image.exact().original(positions.get(i));
      Rational below = original.minus(image.domain().low());
      Rational above = image.domain().high().minus(original);
      ranges.add(inequality(below, List.of(new Formula.Term(i, Rational.ONE)), false));
      ranges.add(inequality(above, List.of(new Formula.Term(i, Rational.ONE.negate())), false));
    }
    return ranges;
  }

  /** The path condition without the half-spaces in which no free position occurs. */
  List<Formula> path() {
    ExactPattern pattern = image.exact();
    List<Formula> path = new ArrayList<>();
    for (int h = 0; h < pattern.spaces().size(); h++) {
      List<Formula.Term> terms = new ArrayList<>();
      for (int i = 0; i < positions.size(); i++) {
        add(terms, i, pattern.slope(h, positions.get(i)));
      }
      if (!terms.isEmpty()) {
        path.add(inequality(pattern.slack(h), terms, pattern.spaces().strict(h)));
      }
    }
    return path;
  }

  /** For each wrong label: its logit is greater than the predicted label's. */
  List<Formula> attacks() {
    List<Formula> attacks = new ArrayList<>();
    for (int k = 0; k < image.exact().labels(); k++) {
      if (k != image.label()) {
        attacks.add(lead(k, image.label()));
      }
    }
    return attacks;
  }

  /** The logit of a label is greater than each other one. */
  List<Formula> leads(int k) {
    List<Formula> leads = new ArrayList<>();
    for (int j = 0; j < image.exact().labels(); j++) {
      if (j != k) {
        leads.add(lead(k, j));
      }
    }
    return leads;
  }

  Formula lead(int k, int other) {
    ExactPattern pattern = image.exact();
    List<Formula.Term> terms = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      add(terms, i, pattern.marginSlope(k, other, positions.get(i)));
    }
    return inequality(pattern.margin(k, other), terms, true);
  }

  private static void add(List<Formula.Term> terms, int variable, Rational coefficient) {
    if (coefficient.signum() != 0) {
      terms.add(new Formula.Term(variable, coefficient));
    }
  }

  private static Formula inequality(Rational constant, List<Formula.Term> terms, boolean strict) {
    return new Formula.Inequality(constant, terms, strict);
  }
}

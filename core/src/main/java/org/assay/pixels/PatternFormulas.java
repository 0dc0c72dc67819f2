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
record PatternFormulas(AskedImage image, List<Integer> positions) implements AttackFormulas {

  @Override
  public int variables() {
    return positions.size();
  }

  /** The range and the path condition. */
  @Override
  public List<Formula> conditions() {
    List<Formula> conditions = ranges();
    conditions.addAll(path());
    return conditions;
  }

  /** The range condition: variable i is the offset of the i-th free position. */
  private List<Formula> ranges() {
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
  private List<Formula> path() {
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

  @Override
  public Formula.Inequality lead(int label, int other) {
    ExactPattern pattern = image.exact();
    List<Formula.Term> terms = new ArrayList<>();
    for (int i = 0; i < positions.size(); i++) {
      add(terms, i, pattern.marginSlope(label, other, positions.get(i)));
    }
    return inequality(pattern.margin(label, other), terms, true);
  }

  private static void add(List<Formula.Term> terms, int variable, Rational coefficient) {
    if (coefficient.signum() != 0) {
      terms.add(new Formula.Term(variable, coefficient));
    }
  }

  private static Formula.Inequality inequality(
      Rational constant, List<Formula.Term> terms, boolean strict) {
    return new Formula.Inequality(constant, terms, strict);
  }
}

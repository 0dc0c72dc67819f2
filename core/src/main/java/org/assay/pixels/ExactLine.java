package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;

/**
 * One free position along the pattern, exactly: an intersection of intervals for each label.
 *
 * @param index the free flat position
 * @param path the values that keep the pattern and the domain; they contain the original
 * @param attacks for each label whose logit can exceed the original's, the values where it does
 * @param reaches for each label that can be the one largest, the values where it is
 * @param tie whether no logit can exceed the original's but one can equal it at the closure's end
 */
record ExactLine(
    int index, ValueInterval path, List<Part> attacks, List<Part> reaches, boolean tie) {

  /** The values at which something holds for a label; not empty. */
  record Part(int label, ValueInterval values) {}

  static ExactLine of(ExactPattern pattern, int label, int index) {
    Rational origin = pattern.original(index);
    List<HalfLine> lines = new ArrayList<>();
    for (int h = 0; h < pattern.spaces().size(); h++) {
      Rational slope = pattern.slope(h, index);
      if (slope.signum() != 0) {
        lines.add(new HalfLine(pattern.slack(h), slope, pattern.spaces().strict(h)));
      }
    }
    ValueInterval path = HalfLine.intersect(lines, origin, pattern.range(index));
    List<Part> attacks = new ArrayList<>();
    List<Part> reaches = new ArrayList<>();
    Rational greatest = null;
    for (int k = 0; k < pattern.labels(); k++) {
      if (k == label) {
        continue;
      }
      HalfLine lead = lead(pattern, k, label, index);
      Rational most = lead.greatest(path, origin);
      greatest = greatest == null ? most : greatest.max(most);
      if (most.signum() > 0) {
        attacks.add(new Part(k, HalfLine.intersect(List.of(lead), origin, path)));
        reach(pattern, k, label, index, attacks.get(attacks.size() - 1).values())
            .ifPresent(reaches::add);
      }
    }
    boolean tie = greatest != null && greatest.signum() == 0;
    return new ExactLine(index, path, List.copyOf(attacks), List.copyOf(reaches), tie);
  }

  private static HalfLine lead(ExactPattern pattern, int k, int other, int index) {
    return new HalfLine(pattern.margin(k, other), pattern.marginSlope(k, other, index), true);
  }

  private static Optional<Part> reach(
      ExactPattern pattern, int k, int label, int index, ValueInterval attack) {
    List<HalfLine> leads = new ArrayList<>();
    for (int j = 0; j < pattern.labels(); j++) {
      if (j != k && j != label) {
        leads.add(lead(pattern, k, j, index));
      }
    }
    ValueInterval values = HalfLine.intersect(leads, pattern.original(index), attack);
    return values.isEmpty() ? Optional.empty() : Optional.of(new Part(k, values));
  }

  /** The infimum of the change at which another label's logit is greater. */
  Rational infimum(Rational origin) {
    Rational least = null;
    for (Part part : attacks) {
      Rational distance = part.values().distance(origin);
      least = least == null ? distance : least.min(distance);
    }
    if (least == null) {
      throw new IllegalStateException("no value of position " + index + " attacks");
    }
    return least;
  }

  /** A value at which another label's logit is greater. */
  Rational member() {
    return attacks.get(0).values().roundMember();
  }
}

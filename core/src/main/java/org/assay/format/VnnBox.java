package org.assay.format;

import java.util.Arrays;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.query.Property.Box;
import org.assay.query.Property.Condition;
import org.assay.query.Property.Term;
import org.jspecify.annotations.Nullable;

/** A box of inputs in the making: the bounds of each input that are stated so far. */
final class VnnBox {

  private final @Nullable Rational[] low;
  private final @Nullable Rational[] high;

  private VnnBox(@Nullable Rational[] low, @Nullable Rational[] high) {
    this.low = low;
    this.high = high;
  }

  /** No bounds yet. */
  static VnnBox of(int inputs) {
    return new VnnBox(new @Nullable Rational[inputs], new @Nullable Rational[inputs]);
  }

  VnnBox copy() {
    return new VnnBox(low.clone(), high.clone());
  }

  /** Whether a condition bounds a single input. */
  static boolean isBound(Condition condition) {
    return condition.terms().size() == 1 && condition.terms().get(0).input();
  }

  /** Narrows the box to a condition that {@link #isBound}, its ends included. */
  void narrow(Condition condition) {
    Term term = condition.terms().get(0);
    Rational end = condition.constant().negate().dividedBy(term.factor());
    if (term.factor().signum() > 0) {
      Rational stated = low[term.index()];
      low[term.index()] = stated == null ? end : stated.max(end);
    } else {
      Rational stated = high[term.index()];
      high[term.index()] = stated == null ? end : stated.min(end);
    }
  }

  /** The box, or a refusal where an input has no bounds. */
  Box finished(String place) {
    return new Box(finished(low, "least", ">=", place), finished(high, "greatest", "<=", place));
  }

  private static List<Rational> finished(
      @Nullable Rational[] ends, String which, String relation, String place) {
    for (int i = 0; i < ends.length; i++) {
      if (ends[i] == null) {
        throw new ModelFormatException(
            "X_%d has no %s value%s; state (assert (%s X_%d number))"
                .formatted(i, which, place, relation, i));
      }
    }
    return Arrays.asList(ends);
  }
}

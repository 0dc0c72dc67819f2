package org.assay.verify;

import org.assay.exact.Rational;
import org.assay.query.CheckedWitness;
import org.assay.query.Proof;
import org.jspecify.annotations.Nullable;

/**
 * Between which sizes the infimum of the changes that do something lies.
 *
 * @param low no change of this size or smaller does it; null where not even that is known of none
 * @param proof what the low end rests on; null without one
 * @param everywhere whether no change whatever within the domain does it, so that the low end is
 *     infinite and {@code low} the greatest size there is
 * @param high the exact size of a change that does it; null for infinity, where none was found
 * @param witness that change; null where there is none, or where the label is the wanted one
 */
public record Bracket(
    @Nullable Rational low,
    @Nullable Proof proof,
    boolean everywhere,
    @Nullable Rational high,
    @Nullable CheckedWitness witness) {

  /** Of which nothing is known. */
  public static final Bracket UNKNOWN = new Bracket(null, null, false, null, null);

  /** That the unchanged image has the wanted label. */
  static final Bracket THERE = new Bracket(null, null, false, Rational.ZERO, null);

  public Bracket {
    if ((low == null) != (proof == null)) {
      throw new IllegalArgumentException("bracket: low end " + low + " and proof " + proof);
    }
    if (low != null && high != null && low.compareTo(high) >= 0) {
      throw new IllegalArgumentException(
          "bracket: nothing up to %s is proved, but there is a witness of size %s"
              .formatted(low, high));
    }
  }

  /** A low end that was proved. */
  public static Bracket from(Rational low, Proof proof, boolean everywhere) {
    return new Bracket(low, proof, everywhere, null, null);
  }

  Bracket raised(Rational radius, Proof by) {
    return low != null && low.compareTo(radius) >= 0
        ? this
        : new Bracket(radius, by, everywhere, high, witness);
  }

  Bracket lowered(CheckedWitness found) {
    Rational size = NearestFlip.size(found);
    return high != null && high.compareTo(size) <= 0
        ? this
        : new Bracket(low, proof, everywhere, size, found);
  }

  /** With the low end of another bracket of the same question, where that is better. */
  Bracket and(Bracket other) {
    if (other.low == null || other.proof == null) {
      return this;
    }
    Bracket both = raised(other.low, other.proof);
    return new Bracket(
        both.low, both.proof, both.everywhere || other.everywhere, both.high, both.witness);
  }

  Bracket provedEverywhere() {
    return new Bracket(low, proof, true, high, witness);
  }

  /** Whether there is nothing more to find: narrow enough, or nothing does it. */
  public boolean isWithin(Rational precision) {
    return everywhere
        || (high != null
            && (high.signum() == 0 || (low != null && high.minus(low).compareTo(precision) <= 0)));
  }
}

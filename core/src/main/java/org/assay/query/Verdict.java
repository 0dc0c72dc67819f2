package org.assay.query;

import java.util.function.Function;

/** The answer to a query: one of three, never null and never a boolean. */
public sealed interface Verdict {

  /**
   * At no point of the inputs is another label's logit greater.
   *
   * @param tie whether the largest margin is known to be exactly zero
   */
  record Robust(Proof proof, Arithmetic arithmetic, boolean tie) implements Verdict {}

  /** Another label's logit is strictly greater at the witness. */
  record Violated(CheckedWitness witness) implements Verdict {}

  /** No answer, and why. */
  record Undecided(Reason reason, String detail) implements Verdict {}

  /** The value of the one function that fits. */
  default <T> T match(
      Function<Robust, T> robust,
      Function<Violated, T> violated,
      Function<Undecided, T> undecided) {
    if (this instanceof Robust r) {
      return robust.apply(r);
    }
    return this instanceof Violated v ? violated.apply(v) : undecided.apply((Undecided) this);
  }
}

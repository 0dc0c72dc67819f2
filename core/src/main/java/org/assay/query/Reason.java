package org.assay.query;

/** Why a question stayed undecided. */
public enum Reason {
  TIMEOUT,
  SOLVER_UNKNOWN,
  /** A solver's or a decider's witness did not survive its check. */
  WITNESS_REJECTED,
  /** Violated over the reals, but no point of the asked kind of inputs was found. */
  NO_REPRESENTABLE_WITNESS,
  ORDER_DEPENDENT,
  /** The two largest logits of the original are equal in exact arithmetic. */
  TIED,
  /** The original image lies outside the domain of its pixels. */
  OUT_OF_DOMAIN,
  OVERFLOW,
  /** Nothing was found up to the greatest change that is looked for where inputs have no bounds. */
  OUT_OF_REACH,
  CRASHED
}

package org.assay.forge;

import java.io.Serializable;

/**
 * Whether a switch's property can be brought about, in each arithmetic: over the real inputs of the
 * box, or in floats over those of its inputs that are doubles.
 *
 * @param exact in real numbers on the network's own weights
 * @param biasLast in doubles in the stated order
 * @param biasFirst the same, but for the bias, which comes before the products
 */
public record Truths(boolean exact, boolean biasLast, boolean biasFirst) implements Serializable {

  /** The competition's word. */
  public static String word(boolean truth) {
    return truth ? "sat" : "unsat";
  }
}

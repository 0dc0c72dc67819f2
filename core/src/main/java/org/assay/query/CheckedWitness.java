package org.assay.query;

/**
 * A witness that has been run again in the query's arithmetic: there the logit of {@link #label} is
 * strictly greater than the original label's, and no other is greater than it. Only {@link
 * WitnessCheck} makes one. In ANY_ORDER the first of that is true of every order, and of all such
 * labels the one named has about the greatest exact logit.
 */
public final class CheckedWitness {

  private final Witness witness;
  private final Arithmetic arithmetic;
  private final int label;

  CheckedWitness(Witness witness, Arithmetic arithmetic, int label) {
    this.witness = witness;
    this.arithmetic = arithmetic;
    this.label = label;
  }

  public Witness witness() {
    return witness;
  }

  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /** The label at the witness, lowest index among the largest logits. */
  public int label() {
    return label;
  }
}

package org.assay.query;

/** Runs witnesses again; the only maker of {@link CheckedWitness}. */
public final class WitnessCheck {
  private WitnessCheck() {}
}

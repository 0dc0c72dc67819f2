package org.assay.query;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Tensor;

/**
 * A claimed counterexample: the original image with some pixels changed. Nothing may rest on it
 * before {@link WitnessCheck} has run it.
 *
 * @param original the image it starts from
 * @param changes the changed positions, ascending
 */
public record Witness(Tensor original, List<Change> changes) {

  /** One flat input position and its new value. */
  public record Change(int index, Rational value) {}

  public Witness {
    changes = List.copyOf(changes);
  }

  /** Whether every new value is a member of float32, so that the witness can be stored as such. */
  public boolean isFloat() {
    return changes.stream().allMatch(c -> c.value().isFloat());
  }
}

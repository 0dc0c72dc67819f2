package org.assay.jobs.job;

import java.util.List;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.SharedImages;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.repair.PatchWriter;
import org.jspecify.annotations.Nullable;

/**
 * What is told of patches beside themselves.
 *
 * @param quantised explicit bits to which the network is cut to be asked the same; null for none
 * @param images on which patched and unpatched networks are run; null for none
 */
public record PatchComparison(@Nullable Integer quantised, @Nullable SharedImages images) {

  /** Nothing. */
  public static final PatchComparison NONE = new PatchComparison(null, null);

  /** Refuses bits that a network's type does not have, or with which no patch can be written. */
  public void check(Network network) {
    ElementType type = network.elementType();
    if (quantised != null && (quantised < 2 || quantised > PatchWriter.mostBits(type))) {
      throw new BadInput(
          "quantise must be from 2 to %d bits for a network of %s, not %d"
              .formatted(PatchWriter.mostBits(type), type, quantised));
    }
  }

  List<Integer> cuts() {
    return quantised == null ? List.of() : List.of(quantised);
  }
}

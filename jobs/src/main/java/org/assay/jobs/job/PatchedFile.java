package org.assay.jobs.job;

import java.util.Optional;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PatchRow;
import org.assay.network.Network;

/** Makes the files of patched networks. */
public final class PatchedFile {

  private PatchedFile() {}

  /** The network's file with the biases that a row wrote; none where it wrote none. */
  public static Optional<byte[]> of(SharedNetwork shared, PatchRow row) {
    if (row.writtenHash() == null) {
      return Optional.empty();
    }
    Network patched = WrittenBiases.of(row).on(shared.network());
    if (!patched.contentHash().equals(row.writtenHash())) {
      throw new IllegalStateException("the written biases are not those of the row's network");
    }
    return Optional.of(shared.withBiases(patched));
  }
}

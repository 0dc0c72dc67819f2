package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PatchRow;
import org.assay.network.Network;
import org.assay.repair.Bias;
import org.assay.repair.Patch;

/** Makes the files of patched networks. */
public final class PatchedFile {

  private PatchedFile() {}

  /** The network's file with the biases that a row wrote; none where it wrote none. */
  public static Optional<byte[]> of(SharedNetwork shared, PatchRow row) {
    if (row.writtenHash() == null) {
      return Optional.empty();
    }
    Network network = shared.network();
    List<Patch.Change> changes = new ArrayList<>();
    for (int i = 0; i < row.writtenBiases().size(); i++) {
      Bias bias = new Bias(row.writtenLayers().get(i), row.writtenIndices().get(i));
      Rational stored = Rational.of(bias.of(network));
      changes.add(new Patch.Change(bias, Rational.of(row.writtenBiases().get(i)).minus(stored)));
    }
    Network patched = new Patch(changes).on(network);
    if (!patched.contentHash().equals(row.writtenHash())) {
      throw new IllegalStateException("the written biases are not those of the row's network");
    }
    return Optional.of(shared.withBiases(patched));
  }
}

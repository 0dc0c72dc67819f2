package org.assay.jobs.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.jobs.table.PatchRow;
import org.assay.network.Network;
import org.assay.repair.Bias;
import org.assay.repair.Patch;

/**
 * The biases that differ in a patched network.
 *
 * @param biases their places
 * @param values the new ones, exact
 */
record WrittenBiases(List<Bias> biases, List<Double> values) implements Serializable {

  /** None: the network stays as it is. */
  static final WrittenBiases NONE = new WrittenBiases(List.of(), List.of());

  WrittenBiases {
    biases = List.copyOf(biases);
    values = List.copyOf(values);
    if (biases.size() != values.size()) {
      throw new IllegalArgumentException(
          "%d written biases have %d values".formatted(biases.size(), values.size()));
    }
  }

  /** Those that a row wrote. */
  static WrittenBiases of(PatchRow row) {
    return new WrittenBiases(
        biases(row.writtenLayers(), row.writtenIndices()), row.writtenBiases());
  }

  /** Places from the lists of a row. */
  static List<Bias> biases(List<Integer> layers, List<Integer> indices) {
    if (layers.size() != indices.size()) {
      throw new IllegalArgumentException(
          "%d layers of biases go with %d indices".formatted(layers.size(), indices.size()));
    }
    List<Bias> biases = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      biases.add(new Bias(layers.get(i), indices.get(i)));
    }
    return biases;
  }

  /** By how much they differ from a network's own. */
  Patch from(Network network) {
    List<Patch.Change> changes = new ArrayList<>();
    for (int i = 0; i < biases.size(); i++) {
      Rational stored = Rational.of(biases.get(i).of(network));
      changes.add(new Patch.Change(biases.get(i), Rational.of(values.get(i)).minus(stored)));
    }
    return new Patch(changes);
  }

  /** The patched network. */
  Network on(Network network) {
    return from(network).on(network);
  }
}

package org.assay.bounds;

import org.assay.network.Tensor;

/**
 * The inputs of which each lies between two doubles, ends included.
 *
 * @param low no value above that of {@code high} at the same position
 */
public record InputBox(Tensor low, Tensor high) {

  public InputBox {
    if (low.size() != high.size()) {
      throw new IllegalArgumentException(
          "box: %d least and %d greatest values".formatted(low.size(), high.size()));
    }
    for (int i = 0; i < low.size(); i++) {
      if (!(low.at(i) <= high.at(i))) {
        throw new IllegalArgumentException(
            "box: position %d from %s to %s".formatted(i, low.at(i), high.at(i)));
      }
    }
  }
}

package org.assay.query;

import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * A question: can this perturbation give this image of this network another label?
 *
 * @param label the label to be left: the predicted one, or the true one for robustness
 */
public record Query(
    Network network,
    Tensor image,
    int label,
    Perturbation perturbation,
    Scope scope,
    Arithmetic arithmetic,
    Inputs inputs) {

  public Query {
    if (label < 0 || label >= network.labels()) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of the network's " + network.labels());
    }
    if (image.size() != network.inputs()) {
      throw new IllegalArgumentException(
          "image has %d values where the network takes %d"
              .formatted(image.size(), network.inputs()));
    }
  }
}

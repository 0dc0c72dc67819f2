package org.assay.encoding;

import java.util.List;
import org.assay.network.Layer;

/**
 * One layer as a solver sees it.
 *
 * @param inputs the numbers that the layer takes: the outputs of the one before it
 * @param outputs variables of its own
 * @param constraints one an output: what it is of the inputs
 */
public record EncodedLayer<N, B>(
    Layer layer, List<N> inputs, List<N> outputs, List<B> constraints) {

  public EncodedLayer {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constraints = List.copyOf(constraints);
  }
}

package org.assay.repair;

import java.io.Serializable;
import org.assay.network.Affine;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * The place of one stored bias: of a dense layer's output, or of a convolution's channel, whose one
 * number is added at every position of the channel.
 *
 * @param layer the number of a dense or convolutional layer, from 0
 * @param index the output of a dense layer or the output channel of a convolution, from 0
 */
public record Bias(int layer, int index) implements Serializable {

  /** The bias as the network stores it. */
  public double of(Network network) {
    return stored(network.layers().get(layer)).at(index);
  }

  /** Whether a network has this bias. */
  boolean isIn(Network network) {
    return layer >= 0
        && layer < network.layers().size()
        && hasBiases(network.layers().get(layer))
        && index >= 0
        && index < stored(network.layers().get(layer)).size();
  }

  /** Whether a layer has biases that may move: shifts of elementwise layers are no biases. */
  static boolean hasBiases(Layer layer) {
    return layer instanceof Linear && !(layer instanceof Affine);
  }

  /** The biases of a layer that has some. */
  static Tensor stored(Layer layer) {
    return layer instanceof Conv conv ? conv.bias() : ((Dense) layer).bias();
  }

  /** The index of the bias that is added to an output of a layer. */
  static int of(Layer layer, int output) {
    return layer instanceof Conv ? output / (layer.output().size() / channels(layer)) : output;
  }

  private static int channels(Layer layer) {
    return layer.output().dimension(0);
  }

  /** The same layer with other biases, as many. */
  static Layer with(Layer layer, Tensor biases) {
    return layer instanceof Conv conv
        ? Conv.of(conv.kernel(), biases, conv.geometry(), conv.input())
        : Dense.of(((Dense) layer).weight(), biases);
  }
}

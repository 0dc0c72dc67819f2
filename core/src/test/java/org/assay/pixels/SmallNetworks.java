package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.importance.PixelLayout;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;

/**
 * Small networks with everything that makes geometry hard: few different weights, so that logits,
 * units and columns coincide or vanish and half-planes are parallel; pixels at the ends of the
 * domain; thresholds and ties that are met exactly.
 */
final class SmallNetworks {

  private final Random random;

  SmallNetworks(long seed) {
    this.random = new Random(seed);
  }

  /** An image to be asked about, its values from the domain 0 to 1. */
  AskedImage image() {
    return image(PixelDomain.UNIT);
  }

  AskedImage image(PixelDomain domain) {
    Network network = network();
    return image(network, pixels(network.inputs()), domain);
  }

  static AskedImage image(Network network, Tensor pixels, PixelDomain domain) {
    return image(network, pixels, WitnessCheck.Terms.exact(domain, Scope.PATTERN));
  }

  static AskedImage image(Network network, Tensor pixels, WitnessCheck.Terms terms) {
    return new AskedImage(
        Trace.of(TracedNetwork.of(network), pixels),
        WitnessCheck.of(network),
        PixelLayout.of(network.input()),
        terms);
  }

  Network network() {
    int inputs = 2 + random.nextInt(4);
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    boolean coarse = random.nextInt(3) > 0;
    for (int hidden = random.nextInt(3); hidden > 0; hidden--) {
      int next = 1 + random.nextInt(6);
      layers.add(dense(width, next, coarse));
      layers.add(
          random.nextInt(3) == 0 ? Clip.hardTanh(Shape.of(next)) : Clip.relu(Shape.of(next)));
      width = next;
    }
    layers.add(dense(width, 2 + random.nextInt(4), coarse));
    return new Network("small", ElementType.FLOAT32, Shape.of(inputs), layers);
  }

  private Dense dense(int inputs, int outputs, boolean coarse) {
    double[] weights = new double[inputs * outputs];
    double[] biases = new double[outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = number(coarse);
    }
    for (int i = 0; i < outputs; i++) {
      biases[i] = number(coarse);
    }
    if (random.nextInt(4) == 0 && outputs > 1) {
      System.arraycopy(weights, 0, weights, inputs, inputs);
      biases[1] = biases[0];
    }
    return Dense.of(
        Tensor.of(Shape.of(outputs, inputs), weights), Tensor.of(Shape.of(outputs), biases));
  }

  private double number(boolean coarse) {
    return coarse ? random.nextInt(-4, 5) / 4.0 : (float) random.nextGaussian();
  }

  Tensor pixels(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(9) / 8.0;
    }
    return Tensor.of(Shape.of(count), values);
  }

  /** Weights or biases that are multiples of a quarter. */
  Tensor weights(Shape shape) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(true);
    }
    return Tensor.of(shape, values);
  }
}

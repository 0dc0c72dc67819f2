package org.assay;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * Small networks and images drawn from a seeded source: ReLU and HardTanh, dense, convolutional and
 * elementwise layers, some weights zero. Numbers are members of the element type.
 */
public final class RandomNetworks {

  private final Random random;
  private final ElementType type;

  public RandomNetworks(long seed, ElementType type) {
    this.random = new Random(seed);
    this.type = type;
  }

  /** A dense network of up to four hidden layers. */
  public Network dense() {
    int pixels = 1 + random.nextInt(6);
    List<Layer> layers = new ArrayList<>();
    Shape shape = Shape.of(pixels);
    if (random.nextInt(4) == 0) {
      layers.add(Affine.of(tensor(shape), tensor(shape)));
    }
    for (int hidden = random.nextInt(5); hidden > 0; hidden--) {
      Shape next = Shape.of(1 + random.nextInt(6));
      layers.add(dense(shape, next));
      layers.add(clip(next));
      shape = next;
    }
    layers.add(dense(shape, Shape.of(2 + random.nextInt(3))));
    if (random.nextInt(4) == 0) {
      layers.add(clip(layers.get(layers.size() - 1).output()));
    }
    return new Network("random dense", type, Shape.of(pixels), layers);
  }

  /** A network of two convolutions with strides and padding and a dense layer. */
  public Network convolutional() {
    Shape input = Shape.of(1 + random.nextInt(2), 5 + random.nextInt(3), 5 + random.nextInt(3));
    Conv first = conv(input, 2);
    Conv second = conv(first.output(), 3);
    Shape flat = Shape.of(second.output().size());
    return new Network(
        "random convolutional",
        type,
        input,
        List.of(
            first,
            clip(first.output()),
            second,
            clip(second.output()),
            dense(flat, Shape.of(4)),
            clip(Shape.of(4)),
            dense(Shape.of(4), Shape.of(3))));
  }

  /** An image for a network: values from 0 to 1, some of them 0. */
  public Tensor image(Network network) {
    double[] values = new double[network.inputs()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? 0 : type.round(random.nextInt(256) / 255.0);
    }
    return Tensor.of(network.input(), values);
  }

  /** Numbers around zero, one in ten of them zero. */
  public Tensor tensor(Shape shape) {
    double[] values = new double[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(10) == 0 ? 0 : type.round(random.nextGaussian());
    }
    return Tensor.of(shape, values);
  }

  private Dense dense(Shape input, Shape output) {
    return Dense.of(tensor(Shape.of(output.size(), input.size())), tensor(output));
  }

  private Conv conv(Shape input, int channels) {
    int drawn = 2 + random.nextInt(2);
    int size = Math.min(drawn, Math.min(input.dimension(1), input.dimension(2)));
    int stride = 1 + random.nextInt(2);
    Conv.Geometry geometry =
        new Conv.Geometry(
            stride, 1, random.nextInt(2), random.nextInt(2), random.nextInt(2), 0, 1, 1, 1);
    return Conv.of(
        tensor(Shape.of(channels, input.dimension(0), size, size)),
        tensor(Shape.of(channels)),
        geometry,
        input);
  }

  private Clip clip(Shape shape) {
    return random.nextInt(3) == 0 ? Clip.hardTanh(shape) : Clip.relu(shape);
  }
}

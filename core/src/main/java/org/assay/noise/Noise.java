package org.assay.noise;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
 * One perturbed copy of a network: every weight and bias {@code w} becomes {@code w + w u}, {@code
 * u} uniform in {@code [-epsilon, epsilon)}, computed in float64 with one rounding each. The copy's
 * element type is float64 whatever the network's, since float32 does not hold small changes. Zeros
 * stay zeros and no number changes its sign. Weights that a convolution shares stay shared.
 *
 * <p>Each {@code u} is a function of seed, sample, epsilon, layer and position within the layer
 * (weights first, then biases) alone, by the mixing function of SplitMix64 (G. Steele, D. Lea, C.
 * Flood 2014, doi:10.1145/2660193.2660195): the same copy comes out wherever it is made, in any
 * order, and copies of different samples, or of the same at another epsilon, are independent.
 *
 * <p>Elementwise layers have one {@code u} for a channel where scale and shift are even within it,
 * as batch normalisation has; a scale of 1 or -1 throughout is an addition or subtraction and no
 * parameter. Immutable.
 *
 * <p>Source: D. Zombori et al., Fooling a complete neural network verifier, ICLR 2021, section 6
 * and appendix B.
 *
 * @param seed of all samples
 * @param sample which copy, from 0
 * @param epsilon the largest relative change; at least 0 and below 1; 0 leaves all numbers
 */
public record Noise(long seed, long sample, double epsilon) implements Serializable {

  /** Layers and positions share a key: no layer has as many numbers. */
  private static final int POSITION_BITS = 40;

  public Noise {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "epsilon is a share from 0 to less than 1, such as 1e-6, not " + epsilon);
    }
    if (sample < 0) {
      throw new IllegalArgumentException("samples count from 0, not " + sample);
    }
  }

  /** The perturbed network, of the same name. */
  public Network of(Network network) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      layers.add(moved(layer, layers.size()));
    }
    return new Network(network.name(), ElementType.FLOAT64, network.input(), layers);
  }

  private Layer moved(Layer layer, int place) {
    if (layer instanceof Dense dense) {
      return Dense.of(
          moved(dense.weight(), place, 0), moved(dense.bias(), place, dense.weight().size()));
    }
    if (layer instanceof Conv conv) {
      return Conv.of(
          moved(conv.kernel(), place, 0),
          moved(conv.bias(), place, conv.kernel().size()),
          conv.geometry(),
          conv.input());
    }
    return layer instanceof Affine affine ? moved(affine, place) : (Clip) layer;
  }

  private Tensor moved(Tensor tensor, int place, int first) {
    double[] values = tensor.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] += values[i] * change(place, first + i);
    }
    return Tensor.of(tensor.shape(), values);
  }

  private Affine moved(Affine affine, int place) {
    double[] scale = affine.scale().toDoubles();
    double[] shift = affine.shift().toDoubles();
    boolean isSum = isSum(scale);
    int each = numbersOfChannel(affine);
    for (int i = 0; i < scale.length; i++) {
      scale[i] += isSum ? 0 : scale[i] * change(place, i / each);
      shift[i] += shift[i] * change(place, scale.length + i / each);
    }
    Shape shape = affine.input();
    return Affine.of(Tensor.of(shape, scale), Tensor.of(shape, shift));
  }

  /** Whether all are 1, or all -1. */
  private static boolean isSum(double[] scale) {
    for (double value : scale) {
      if (Math.abs(value) != 1 || value != scale[0]) {
        return false;
      }
    }
    return true;
  }

  /** How many neighbouring numbers are one parameter: a channel's where it is even, else one. */
  private static int numbersOfChannel(Affine affine) {
    Shape shape = affine.input();
    int each = shape.rank() < 2 ? 1 : shape.size() / shape.dimension(0);
    for (int i = 0; i < shape.size(); i++) {
      int first = i - i % each;
      if (affine.scale().at(i) != affine.scale().at(first)
          || affine.shift().at(i) != affine.shift().at(first)) {
        return 1;
      }
    }
    return each;
  }

  /** The relative change of a number: from -epsilon to less than epsilon. */
  double change(int layer, int position) {
    long copy = mix(mix(mix(seed) ^ sample) ^ Double.doubleToLongBits(epsilon));
    long bits = mix(copy ^ ((long) layer << POSITION_BITS | position));
    return ((bits >>> 11) * 0x1p-52 - 1) * epsilon;
  }

  private static long mix(long state) {
    long z = state + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * How many weights and biases a type tells apart in two networks of the same layers.
   *
   * @param type to which all numbers are rounded first
   */
  public static long moved(Network network, Network other, ElementType type) {
    long moved = 0;
    for (int i = 0; i < network.layers().size(); i++) {
      List<Tensor> before = tensors(network.layers().get(i));
      List<Tensor> after = tensors(other.layers().get(i));
      for (int t = 0; t < before.size(); t++) {
        moved += moved(before.get(t), after.get(t), type);
      }
    }
    return moved;
  }

  private static long moved(Tensor before, Tensor after, ElementType type) {
    long moved = 0;
    for (int i = 0; i < before.size(); i++) {
      moved += type.round(before.at(i)) == type.round(after.at(i)) ? 0 : 1;
    }
    return moved;
  }

  private static List<Tensor> tensors(Layer layer) {
    if (layer instanceof Dense dense) {
      return List.of(dense.weight(), dense.bias());
    }
    if (layer instanceof Conv conv) {
      return List.of(conv.kernel(), conv.bias());
    }
    return layer instanceof Affine affine ? List.of(affine.scale(), affine.shift()) : List.of();
  }
}

package org.assay.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assay.network.Affine;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * A network as far as its file has been followed: the layers so far, and the shape that the file
 * gives to the value that the next operator takes, batch dimension included.
 */
final class Assembly {

  /** Removed operators that a note names; the rest are counted. */
  private static final int LISTED = 20;

  private final ElementType type;
  private final Shape input;
  private final Allowance allowance;
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final Map<Integer, BiasPlace> biases = new HashMap<>();
  private Shape shape;
  private boolean awaitsBias;

  Assembly(ElementType type, Shape input, Allowance allowance) {
    this.type = type;
    this.input = input;
    this.shape = input;
    this.allowance = allowance;
  }

  ElementType type() {
    return type;
  }

  NumberType numbers() {
    return NumberType.of(type);
  }

  Shape shape() {
    return shape;
  }

  Allowance allowance() {
    return allowance;
  }

  /** The current shape without a leading batch dimension of 1. */
  Shape example() {
    return example(shape);
  }

  private static Shape example(Shape full) {
    return full.rank() >= 2 && full.dimension(0) == 1
        ? new Shape(full.dimensions().subList(1, full.rank()))
        : full;
  }

  /** Where the file holds the biases of dense and convolutional layers, by layer. */
  Map<Integer, BiasPlace> biases() {
    return biases;
  }

  void note(String note) {
    notes.add(note);
  }

  /** Says that the last layer has its bias: a further constant is a layer of its own. */
  void biased() {
    awaitsBias = false;
  }

  /** Notes an operator that moves no number and is left out. */
  void remove(OnnxNode node, Shape renamed) {
    removed.add(node.describe());
    shape = renamed;
  }

  void rename(Shape renamed) {
    shape = renamed;
  }

  void add(Layer layer, Shape output) {
    layers.add(layer);
    shape = output;
    awaitsBias = false;
  }

  /** Adds a sum of products that a following constant may still complete with its bias. */
  void addWithoutBias(Layer layer, BiasPlace place) {
    biases.put(layers.size(), place);
    add(layer, place.output());
    awaitsBias = true;
  }

  /**
   * Adds a constant to every element: as the bias of the layer before where that has none yet,
   * which is the same arithmetic, otherwise as a layer of its own.
   */
  void addBias(BiasPlace place, double[] bias) {
    Layer last = layers.isEmpty() ? null : layers.get(layers.size() - 1);
    if (awaitsBias && last instanceof Dense dense) {
      complete(Dense.of(dense.weight(), Tensor.of(Shape.of(bias.length), bias)), place);
    } else if (awaitsBias && last instanceof Conv conv && sharedByChannel(conv, bias)) {
      int area = bias.length / conv.bias().size();
      double[] perChannel = new double[conv.bias().size()];
      for (int c = 0; c < perChannel.length; c++) {
        perChannel[c] = bias[c * area];
      }
      Tensor shared = Tensor.of(Shape.of(perChannel.length), perChannel);
      complete(Conv.of(conv.kernel(), shared, conv.geometry(), conv.input()), place);
    } else {
      double[] ones = new double[bias.length];
      Arrays.fill(ones, 1);
      addAffine(place.node(), ones, bias, place.output());
    }
  }

  private void complete(Layer last, BiasPlace place) {
    layers.set(layers.size() - 1, last);
    biases.put(layers.size() - 1, place);
    awaitsBias = false;
    shape = place.output();
  }

  private static boolean sharedByChannel(Conv conv, double[] bias) {
    int area = bias.length / conv.bias().size();
    for (int i = 0; i < bias.length; i++) {
      if (bias[i] != bias[i - i % area]) {
        return false;
      }
    }
    return true;
  }

  void addAffine(OnnxNode node, double[] scale, double[] shift, Shape output) {
    allowance.take(node.describe(), 5L * scale.length);
    for (int i = 0; i < scale.length; i++) {
      if (!Double.isFinite(scale[i]) || !Double.isFinite(shift[i])) {
        throw node.refuse("would scale by " + scale[i] + " and shift by " + shift[i]);
      }
    }
    Shape flat = example(output);
    add(Affine.of(Tensor.of(flat, scale), Tensor.of(flat, shift)), output);
  }

  /** The finished network with everything that was noted. */
  Imported finish(String name) {
    if (layers.isEmpty()) {
      int size = input.size();
      allowance.take("the input", 5L * size);
      double[] ones = new double[size];
      Arrays.fill(ones, 1);
      Shape flat = example(input);
      layers.add(Affine.of(Tensor.of(flat, ones), Tensor.of(flat, new double[size])));
      notes.add("no operator computes anything: one layer that changes nothing stands for them");
    }
    if (!removed.isEmpty()) {
      int more = removed.size() - LISTED;
      notes.add(
          "removed, since they move no number: "
              + removed.stream().limit(LISTED).collect(Collectors.joining(", "))
              + (more > 0 ? " and " + more + " more" : ""));
    }
    return new Imported(new Network(name, type, example(input), layers), notes);
  }
}

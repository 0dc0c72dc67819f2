package org.assay.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/**
 * Reads the .nnet text format of fully connected ReLU networks (Kyle Julian, Stanford 2016; <a
 * href="https://github.com/sisl/NNet">github.com/sisl/NNet</a>), as ACAS Xu and Reluplex use it.
 *
 * <p>Layers are dense with a ReLU between them. The element type is float64: the numbers are
 * decimals, often of more digits than float32 holds, and the format's own reader evaluates in
 * double; each is rounded once to the nearest double. Stated means and ranges become elementwise
 * layers, {@code (x - mean) / range} before and {@code y * range + mean} after the network.
 *
 * <p>Files that hold only zeros for means and ranges, or numbers for the inputs alone, are read as
 * having none for the rest, which is noted. Stated minima and maxima of inputs are noted only.
 */
public final class NnetReader {

  private static final int LARGEST_LAYER = 1 << 24;
  private static final int MOST_LAYERS = 10_000;

  /** A digit and a comma, the least that a number takes. */
  private static final int SHORTEST = 2;

  private final NnetLines lines;
  private final int length;
  private final Allowance allowance = new Allowance();
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private NnetReader(byte[] file) {
    this.lines = new NnetLines(file);
    this.length = file.length;
  }

  /**
   * Reads a network.
   *
   * @param name of the network, for people
   * @throws ModelFormatException if the bytes are no .nnet file
   */
  public static Imported read(String name, byte[] file) {
    try {
      return new NnetReader(file).read(name);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
  }

  private Imported read(String name) {
    double[] header = lines.numbers("the number of layers and sizes", 16);
    int[] sizes = sizes(header);
    int inputs = sizes[0];
    if (lines.next() == null) {
      throw lines.refuse("the file ends after the layer sizes");
    }
    double[] least = lines.numbers("the inputs' minima", inputs);
    double[] most = lines.numbers("the inputs' maxima", inputs);
    double[] means = lines.numbers("the means", inputs + 1);
    double[] ranges = lines.numbers("the ranges", inputs + 1);
    noteLimits(inputs, least, most);
    boolean normalised = isNormalised(inputs, means, ranges);
    if (normalised) {
      normaliseInput(inputs, means, ranges);
    }
    for (int l = 1; l < sizes.length; l++) {
      layers.add(dense(l, sizes[l - 1], sizes[l]));
      if (l < sizes.length - 1) {
        layers.add(Clip.relu(Shape.of(sizes[l])));
      }
    }
    if (lines.next() != null) {
      throw lines.refuse("the file goes on after the last bias that its header announces");
    }
    if (normalised && means.length == inputs + 1) {
      scaleOutput(sizes[sizes.length - 1], means[inputs], ranges[inputs]);
    }
    return new Imported(new Network(name, ElementType.FLOAT64, Shape.of(inputs), layers), notes);
  }

  private int[] sizes(double[] header) {
    int count = size("the number of layers", header.length == 0 ? 0 : header[0], MOST_LAYERS);
    double[] stated = lines.exactly("the layer sizes", count + 1);
    int[] sizes = new int[stated.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = size("a layer size", stated[i], LARGEST_LAYER);
    }
    if (header.length > 2 && (header[1] != sizes[0] || header[2] != sizes[count])) {
      throw lines.refuse(
          "layers from %d to %d do not go with the header's %s to %s"
              .formatted(sizes[0], sizes[count], header[1], header[2]));
    }
    return sizes;
  }

  private int size(String what, double value, int most) {
    if (value < 1 || value > most || value != Math.rint(value)) {
      throw lines.refuse(what + " is " + value + ", not a whole number from 1 to " + most);
    }
    return (int) value;
  }

  private void noteLimits(int inputs, double[] least, double[] most) {
    if (least.length == inputs && most.length == inputs && !(isZero(least) && isZero(most))) {
      notes.add(
          "inputs are stated to lie from %s to %s; this is no part of the network"
              .formatted(
                  DoubleStream.of(least).min().orElseThrow(),
                  DoubleStream.of(most).max().orElseThrow()));
    }
  }

  private boolean isNormalised(int inputs, double[] means, double[] ranges) {
    if (isZero(means) && isZero(ranges)) {
      notes.add("means and ranges are all 0 and taken as absent");
      return false;
    }
    if (means.length != ranges.length || means.length < inputs) {
      throw lines.refuse(
          "%d means and %d ranges do not go with %d inputs and the output"
              .formatted(means.length, ranges.length, inputs));
    }
    if (means.length == inputs) {
      notes.add("no mean and range is stated for the output; it is taken as it is");
    }
    for (double range : ranges) {
      if (range == 0) {
        throw lines.refuse("a range is 0");
      }
    }
    return true;
  }

  private static boolean isZero(double[] values) {
    return DoubleStream.of(values).allMatch(v -> v == 0);
  }

  private void normaliseInput(int inputs, double[] means, double[] ranges) {
    double[] scale = new double[inputs];
    double[] shift = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      scale[i] = Rounding.quotient(1, ranges[i], ElementType.FLOAT64);
      shift[i] = 0.0 - Rounding.quotient(means[i], ranges[i], ElementType.FLOAT64);
    }
    addAffine(
        scale,
        shift,
        "input normalisation by means and ranges became a layer, 1/range and"
            + " -mean/range rounded once to FLOAT64");
  }

  private void scaleOutput(int outputs, double mean, double range) {
    double[] scale = new double[outputs];
    double[] shift = new double[outputs];
    Arrays.fill(scale, range);
    Arrays.fill(shift, mean);
    addAffine(scale, shift, "output range " + range + " and mean " + mean + " became a layer");
  }

  private void addAffine(double[] scale, double[] shift, String note) {
    boolean identity = isZero(shift) && DoubleStream.of(scale).allMatch(s -> s == 1);
    if (!DoubleStream.concat(DoubleStream.of(scale), DoubleStream.of(shift))
        .allMatch(Double::isFinite)) {
      throw lines.refuse("a range is too small to divide by");
    }
    if (!identity) {
      Shape shape = Shape.of(scale.length);
      layers.add(Affine.of(Tensor.of(shape, scale), Tensor.of(shape, shift)));
      notes.add(note);
    }
  }

  private Dense dense(int layer, int inputs, int outputs) {
    if ((long) SHORTEST * inputs * outputs > length) {
      throw lines.refuse(
          "layer %d of %d x %d weights is more than a file of %d bytes can hold"
              .formatted(layer, outputs, inputs, length));
    }
    allowance.take("layer " + layer, 3, inputs, outputs);
    double[] weight = new double[inputs * outputs];
    for (int r = 0; r < outputs; r++) {
      double[] row = lines.exactly("row " + r + " of layer " + layer, inputs);
      System.arraycopy(row, 0, weight, r * inputs, inputs);
    }
    double[] bias = new double[outputs];
    for (int r = 0; r < outputs; r++) {
      bias[r] = lines.exactly("bias " + r + " of layer " + layer, 1)[0];
    }
    return Dense.of(
        Tensor.of(Shape.of(outputs, inputs), weight), Tensor.of(Shape.of(outputs), bias));
  }
}

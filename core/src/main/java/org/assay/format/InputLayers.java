package org.assay.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.network.Affine;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;

/** Layers put before a network whose file leaves the preparation of its inputs to the caller. */
public final class InputLayers {

  private InputLayers() {}

  /**
   * The network on inputs {@code (x - mean) / std}: an elementwise layer in front, whose scale
   * {@code 1/std} and shift {@code -mean/std} are each rounded once to the element type.
   *
   * @param mean one number, or one for each channel of an input of shape [channels][rows][columns]
   * @param std as many positive numbers
   * @throws ModelFormatException if the numbers do not go with the network's input
   */
  public static Imported normalise(Imported imported, double[] mean, double[] std) {
    Network network = imported.network();
    Shape input = network.input();
    int channels = mean.length;
    if (channels != std.length
        || (channels != 1 && (input.rank() != 3 || input.dimension(0) != channels))) {
      throw new ModelFormatException(
          "normalisation by %d means and %d deviations does not go with an input of shape %s"
              .formatted(channels, std.length, input));
    }
    ElementType type = network.elementType();
    int area = network.inputs() / channels;
    double[] scale = new double[network.inputs()];
    double[] shift = new double[network.inputs()];
    for (int c = 0; c < channels; c++) {
      check(mean[c], std[c]);
      double factor = Rounding.quotient(1, std[c], type);
      double offset = 0.0 - Rounding.quotient(mean[c], std[c], type);
      if (!Double.isFinite(factor) || !Double.isFinite(offset)) {
        throw new ModelFormatException("normalisation by the deviation " + std[c] + " overflows");
      }
      Arrays.fill(scale, c * area, (c + 1) * area, factor);
      Arrays.fill(shift, c * area, (c + 1) * area, offset);
    }
    List<Layer> layers = new ArrayList<>();
    layers.add(Affine.of(Tensor.of(input, scale), Tensor.of(input, shift)));
    layers.addAll(network.layers());
    List<String> notes = new ArrayList<>(imported.notes());
    notes.add(
        "inputs are normalised by mean %s and deviation %s in a first layer, 1/std and -mean/std"
                .formatted(Arrays.toString(mean), Arrays.toString(std))
            + " rounded once to "
            + type);
    return new Imported(new Network(network.name(), type, input, layers), notes);
  }

  /**
   * The network on what another one makes of the inputs: the layers of both, as they stand.
   *
   * @param pre the network that comes first; each of its outputs is an input of the other
   * @throws ModelFormatException if sizes or element types do not go together
   */
  public static Imported behind(Imported imported, Imported pre) {
    Network network = imported.network();
    Network first = pre.network();
    if (first.labels() != network.inputs()) {
      throw new ModelFormatException(
          "takes %d values, but %s, which stands before it, gives %d"
              .formatted(network.inputs(), first.name(), first.labels()));
    }
    if (first.elementType() != network.elementType()) {
      throw new ModelFormatException(
          "is of %s, but %s, which stands before it, of %s"
              .formatted(network.elementType(), first.name(), first.elementType()));
    }
    List<Layer> layers = new ArrayList<>(first.layers());
    layers.addAll(network.layers());
    List<String> notes = new ArrayList<>();
    pre.notes().forEach(note -> notes.add(first.name() + ": " + note));
    notes.addAll(imported.notes());
    notes.add(
        "%s stands before it: layers 0 to %d".formatted(first.name(), first.layers().size() - 1));
    return new Imported(
        new Network(network.name(), network.elementType(), first.input(), layers), notes);
  }

  private static void check(double mean, double std) {
    if (!Double.isFinite(mean) || !Double.isFinite(std) || std <= 0) {
      throw new ModelFormatException(
          "normalisation by mean " + mean + " and deviation " + std + " is not possible");
    }
  }
}

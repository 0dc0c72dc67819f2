package org.assay.format;

import java.util.List;
import org.assay.network.Conv;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/** Conv: two-dimensional convolutions of one image with a constant kernel. */
final class Convolutions {

  private static final int LARGEST_STEP = 1 << 16;

  private final Assembly assembly;
  private final OnnxValues values;

  Convolutions(Assembly assembly, OnnxValues values) {
    this.assembly = assembly;
    this.values = values;
  }

  void conv(OnnxNode node, int data) {
    if (data != 0) {
      throw node.refuse("takes the data as its kernel or bias, which is not supported");
    }
    Constant kernel = values.of(node, 1).finite(node, assembly.numbers());
    Shape x = assembly.shape();
    Shape k = kernel.shape();
    if (x.rank() != 4 || x.dimension(0) != 1 || k.rank() != 4 || k.size() == 0) {
      throw node.refuse(
          "is not a convolution of one image in two dimensions: data " + x + ", kernel " + k);
    }
    long[] stated = node.integers("kernel_shape").orElse(null);
    if (stated != null
        && (stated.length != 2 || stated[0] != k.dimension(2) || stated[1] != k.dimension(3))) {
      throw node.refuse("states another kernel_shape than its kernel " + k + " has");
    }
    Shape in = new Shape(x.dimensions().subList(1, 4));
    Conv.Geometry geometry = geometry(node, in, k);
    Constant bias = node.has(2) ? values.of(node, 2).finite(node, assembly.numbers()) : null;
    if (bias != null && (bias.shape().rank() != 1 || bias.size() != k.dimension(0))) {
      throw node.refuse("has a bias of shape " + bias.shape() + " for the kernel " + k);
    }
    Conv layer = conv(node, kernel, bias, geometry, in);
    Shape out =
        OnnxTensors.shape(
            node.describe(),
            List.of(
                1L,
                (long) layer.output().dimension(0),
                (long) layer.output().dimension(1),
                (long) layer.output().dimension(2)));
    assembly.addWithoutBias(layer, new BiasPlace(node, 2, out));
    if (bias != null) {
      assembly.biased();
    }
  }

  private Conv conv(
      OnnxNode node, Constant kernel, @Nullable Constant bias, Conv.Geometry g, Shape in) {
    Shape k = kernel.shape();
    long rows =
        extent(in.dimension(1) + g.padTop() + g.padBottom(), k.dimension(2), g.strideRows());
    long columns =
        extent(in.dimension(2) + g.padLeft() + g.padRight(), k.dimension(3), g.strideColumns());
    // Twice the terms, which the layer holds while it lists the taps that fall inside the input.
    assembly.allowance().take(node.describe(), 2, rows, columns, kernel.size());
    Tensor shift = bias == null ? Tensor.zeros(k.dimension(0)) : bias.tensor();
    try {
      return Conv.of(kernel.tensor(), shift, g, in);
    } catch (ModelFormatException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(node.describe() + ": " + e.getMessage(), e);
    }
  }

  /** An upper bound of the number of places for a kernel, dilations left aside. */
  private static long extent(long room, int kernel, int stride) {
    return Math.max(0, (room - kernel) / stride + 1);
  }

  private static Conv.Geometry geometry(OnnxNode node, Shape in, Shape kernel) {
    int[] strides = steps(node, "strides");
    int[] dilations = steps(node, "dilations");
    long[] pads = node.integers("pads").orElse(new long[4]);
    String auto = node.text("auto_pad", "NOTSET");
    if (pads.length != 4) {
      throw node.refuse("has " + pads.length + " pads, not 4");
    }
    switch (auto) {
      case "NOTSET", "" -> {}
      case "VALID" -> pads = new long[4];
      case "SAME_UPPER", "SAME_LOWER" -> {
        for (int axis = 0; axis < 2; axis++) {
          long size = in.dimension(1 + axis);
          long reach = (long) dilations[axis] * (kernel.dimension(2 + axis) - 1) + 1;
          long places = (size + strides[axis] - 1) / strides[axis];
          long total = Math.max(0, (places - 1) * strides[axis] + reach - size);
          long before = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
          pads[axis] = before;
          pads[axis + 2] = total - before;
        }
      }
      default -> throw node.refuse("has auto_pad " + ModelFormatException.quote(auto));
    }
    long group = node.integer("group", 1);
    for (long pad : pads) {
      inRange(node, "pads", pad, 0);
    }
    return new Conv.Geometry(
        strides[0],
        strides[1],
        (int) pads[0],
        (int) pads[1],
        (int) pads[2],
        (int) pads[3],
        dilations[0],
        dilations[1],
        inRange(node, "group", group, 1));
  }

  private static int[] steps(OnnxNode node, String attribute) {
    long[] steps = node.integers(attribute).orElse(new long[] {1, 1});
    if (steps.length != 2) {
      throw node.refuse("has " + steps.length + " " + attribute + ", not 2");
    }
    return new int[] {inRange(node, attribute, steps[0], 1), inRange(node, attribute, steps[1], 1)};
  }

  private static int inRange(OnnxNode node, String attribute, long value, int least) {
    if (value < least || value > LARGEST_STEP) {
      throw node.refuse(
          "has the value "
              + value
              + " in "
              + attribute
              + ", not one from "
              + least
              + " to "
              + LARGEST_STEP);
    }
    return (int) value;
  }
}

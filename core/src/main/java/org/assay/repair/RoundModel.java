package org.assay.repair;

import java.util.List;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Dense;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * A network whose weights and biases have short significands: each is cut to a number of explicit
 * bits, toward zero, its exponent kept. The result is a network of the same element type with a
 * content hash of its own, and what is said of it concerns it alone. Cutting twice is cutting once
 * to the smaller number of bits. Source: Lantern's {@code round_model}, section 2.2.
 *
 * @param bits of a significand, the leading one not counted: 0 leaves powers of two, 23 float32 as
 *     it is, 52 float64
 */
public record RoundModel(int bits) {

  /** Explicit bits of a double's significand, which every element type fits in. */
  public static final int MOST = 52;

  public RoundModel {
    if (bits < 0 || bits > MOST) {
      throw new IllegalArgumentException("significand bits must be from 0 to 52, not " + bits);
    }
  }

  /** The rounded network, of the same name. */
  public Network of(Network network) {
    List<Layer> layers = network.layers().stream().map(this::cut).toList();
    return new Network(network.name(), network.elementType(), network.input(), layers);
  }

  private Layer cut(Layer layer) {
    if (layer instanceof Clip) {
      return layer;
    }
    Linear linear = (Linear) layer;
    if (linear instanceof Dense dense) {
      return Dense.of(cut(dense.weight()), cut(dense.bias()));
    }
    if (linear instanceof Conv conv) {
      return Conv.of(cut(conv.kernel()), cut(conv.bias()), conv.geometry(), conv.input());
    }
    Affine affine = (Affine) linear;
    return Affine.of(cut(affine.scale()), cut(affine.shift()));
  }

  private Tensor cut(Tensor tensor) {
    double[] values = tensor.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] = cut(values[i]);
    }
    return Tensor.of(tensor.shape(), values);
  }

  /**
   * A number with all bits of its significand but the first ones cleared; zeros keep their sign.
   */
  double cut(double value) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(value) & -1L << (MOST - bits));
  }
}

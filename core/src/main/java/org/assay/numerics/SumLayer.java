package org.assay.numerics;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * The units of a linear layer: each is a sum of products and a bias.
 *
 * @param layer its index in the network
 * @param firstUnit the number of its first unit among the units of all linear layers
 * @param clip the activation that takes the sums; null where none does
 */
record SumLayer(int layer, int firstUnit, SparseRows rows, @Nullable Clip clip) {

  /** The linear layers of a network in order. */
  static List<SumLayer> of(Network network) {
    List<SumLayer> sums = new ArrayList<>();
    int units = 0;
    List<Layer> layers = network.layers();
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l) instanceof Linear linear) {
        boolean clipped = l + 1 < layers.size() && layers.get(l + 1) instanceof Clip;
        sums.add(new SumLayer(l, units, linear.rows(), clipped ? (Clip) layers.get(l + 1) : null));
        units += linear.rows().rows();
      }
    }
    return sums;
  }

  int size() {
    return rows.rows();
  }

  /** What the activation makes of a sum. */
  double active(double sum) {
    return clip == null ? sum : clip.apply(sum);
  }

  /** The greatest magnitude that the activation gives of sums between two numbers. */
  double most(double low, double high) {
    return Math.max(Math.abs(active(low)), Math.abs(active(high)));
  }

  /** How much of an error of sums between two numbers the activation can let through. */
  double through(double low, double high, double error) {
    if (clip == null) {
      return error;
    }
    boolean saturated = high + error <= clip.low() || low - error >= clip.high();
    return saturated ? 0 : Math.min(error, clip.high() - clip.low());
  }

  /** Whether an error of sums between two numbers can move them into another phase. */
  boolean isOpen(double low, double high, double error) {
    if (clip == null) {
      return false;
    }
    double down = low - error;
    double up = high + error;
    return (down <= clip.low() && up > clip.low()) || (down < clip.high() && up >= clip.high());
  }
}

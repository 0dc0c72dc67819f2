package org.assay.numerics;

import java.util.List;
import org.assay.eval.LaneSemantics;
import org.assay.eval.Summation;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * One sum computed in several orders, and what becomes of the network's label when it is, all other
 * sums being computed in the stated order: bias last, first, by halves, fused. What the sum's layer
 * takes are about the exact numbers, rounded once to the element type. For one layer on one image;
 * for one thread.
 */
final class OrderReplay {

  private static final List<Summation> ORDERS =
      List.of(Summation.BIAS_LAST, Summation.BIAS_FIRST, Summation.PAIRWISE, Summation.FUSED);

  private final Network network;
  private final SumLayer layer;
  private final double[] input;
  private final LaneSemantics stated;
  private double @Nullable [] sums;

  /** What two orders were seen to change. */
  record Seen(boolean phase, boolean label) {}

  /**
   * The sums of a layer.
   *
   * @param before about what it takes
   */
  OrderReplay(Network network, SumLayer layer, double[] before) {
    this.network = network;
    this.layer = layer;
    this.stated = new LaneSemantics(network.elementType(), Summation.BIAS_LAST);
    this.input = before.clone();
    for (int i = 0; i < input.length; i++) {
      input[i] = network.elementType().round(input[i]);
    }
  }

  Seen of(int row) {
    double first = Double.NaN;
    int label = -1;
    boolean phase = false;
    boolean differ = false;
    for (Summation order : ORDERS) {
      double sum = new LaneSemantics(network.elementType(), order).sum(layer.rows(), row, input);
      if (Double.isNaN(first)) {
        first = sum;
      } else if (layer.active(sum) != layer.active(first)) {
        Clip clip = layer.clip();
        phase |= clip != null && clip.phase(sum) != clip.phase(first);
        label = label < 0 ? label(row, first) : label;
        differ |= label(row, sum) != label;
      }
    }
    return new Seen(phase, differ);
  }

  /** The label when one sum is this; the number of labels where the run overflows. */
  private int label(int row, double sum) {
    List<Layer> layers = network.layers();
    if (sums == null) {
      sums = stated.linear((Linear) layers.get(layer.layer()), input);
    }
    double[] state = sums.clone();
    state[row] = sum;
    for (Layer next : layers.subList(layer.layer() + 1, layers.size())) {
      state =
          next instanceof Linear linear
              ? stated.linear(linear, state)
              : stated.clip((Clip) next, state);
    }
    int best = 0;
    for (int k = 0; k < state.length; k++) {
      if (!Double.isFinite(state[k])) {
        return state.length;
      }
      best = state[k] > state[best] ? k : best;
    }
    return best;
  }
}

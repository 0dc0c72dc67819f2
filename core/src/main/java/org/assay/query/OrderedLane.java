package org.assay.query;

import java.util.List;
import org.assay.eval.OrderedSemantics;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The logits of witnesses in ORDERED arithmetic. The first layer runs by its columns, over the
 * positions that are not zero: a product with zero adds nothing to a sum, so that every other
 * operation is that of {@link OrderedSemantics}, in the same order.
 */
final class OrderedLane {

  private final Network network;
  private final @Nullable SparseRows firstColumns;
  private final OrderedSemantics semantics;
  private final double[] image;
  private final double[] state;

  /**
   * A lane for one image.
   *
   * @param firstColumns the first layer by columns; null where the network starts with a clip
   */
  OrderedLane(Network network, @Nullable SparseRows firstColumns, Tensor image) {
    this.network = network;
    this.firstColumns = firstColumns;
    this.semantics = OrderedSemantics.of(network.elementType());
    this.image = image.toDoubles();
    ElementType type = network.elementType();
    for (int i = 0; i < this.image.length; i++) {
      this.image[i] = type.round(this.image[i]);
    }
    this.state = this.image.clone();
  }

  /** The logits at a witness, its values rounded to the element type. */
  double[] logits(Witness witness) {
    ElementType type = network.elementType();
    for (Witness.Change change : witness.changes()) {
      state[change.index()] = type.round(change.value().nearestDouble());
    }
    List<Layer> layers = network.layers();
    double[] values = firstColumns == null ? state.clone() : first(firstColumns);
    for (int i = firstColumns == null ? 0 : 1; i < layers.size(); i++) {
      values =
          layers.get(i) instanceof Linear linear
              ? semantics.linear(linear, values)
              : semantics.clip((Clip) layers.get(i), values);
    }
    for (Witness.Change change : witness.changes()) {
      state[change.index()] = image[change.index()];
    }
    return values;
  }

  private double[] first(SparseRows columns) {
    ElementType type = network.elementType();
    SparseRows rows = ((Linear) network.layers().get(0)).rows();
    double[] sums = new double[rows.rows()];
    for (int i = 0; i < state.length; i++) {
      double x = state[i];
      if (x == 0) {
        continue;
      }
      for (int k = columns.start(i); k < columns.start(i + 1); k++) {
        int row = columns.column(k);
        sums[row] = type.round(sums[row] + type.round(columns.weight(k) * x));
      }
    }
    for (int r = 0; r < sums.length; r++) {
      sums[r] = type.round(sums[r] + rows.bias(r));
    }
    return sums;
  }
}

package org.assay.bounds;

import java.util.List;
import java.util.Objects;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The run of a network on an image in exact arithmetic and in lanes of its element type, all at
 * once: the exact numbers, and bounds of how far the computed ones lie from them.
 *
 * <p>Numbers that do not move differ between these arithmetics by what their runs on the image
 * show. A sum takes these differences in from its inputs, each times its weight, and adds its own
 * rounding (see {@link LaneRun}). Immutable.
 */
final class LanesRun implements BaseRun {

  private static final double INFLATION = 1 + 0x1p-20;

  private final ImageRun exact;
  private final ImageRun.State logits;
  private final @Nullable Rounding[] roundings;

  /**
   * A run of several arithmetics.
   *
   * @param lanes runs on the same image in the element type; at least one
   */
  LanesRun(BoundedNetwork network, Tensor image, List<BaseRun> lanes) {
    this.exact = new ImageRun(network, image);
    this.logits =
        new ImageRun.State(
            exact.before(network.depth()).value(), differences(network.depth(), lanes));
    this.roundings = new Rounding[network.depth()];
    for (int l = 0; l < roundings.length; l++) {
      roundings[l] =
          network.layer(l) instanceof Linear linear ? rounding(linear.rows(), l, lanes) : null;
    }
  }

  private Rounding rounding(SparseRows rows, int layer, List<BaseRun> lanes) {
    double[] differences = differences(layer, lanes);
    Rounding widest = null;
    for (BaseRun lane : lanes) {
      Rounding own = Objects.requireNonNull(lane.rounding(layer));
      widest = widest == null ? own : widest.widest(own);
    }
    Rounding most = Objects.requireNonNull(widest);
    double[] radius = new double[rows.rows()];
    for (int r = 0; r < radius.length; r++) {
      double inherited = 0;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        inherited += Math.abs(rows.weight(k)) * differences[rows.column(k)];
      }
      radius[r] = (inherited + most.radius()[r]) * INFLATION;
    }
    return new Rounding(new double[radius.length], radius, most.unit(), most.most());
  }

  /** How far the numbers before a layer lie from the exact ones in any lane, rounding included. */
  private double[] differences(int layer, List<BaseRun> lanes) {
    ImageRun.State state = exact.before(layer);
    double[] differences = new double[state.value().length];
    for (BaseRun lane : lanes) {
      double[] values = lane.before(layer).value();
      for (int i = 0; i < differences.length; i++) {
        double difference = Math.abs(values[i] - state.value()[i]);
        double rounded = difference == 0 ? 0 : Math.ulp(difference);
        differences[i] = Math.max(differences[i], difference + rounded + state.error()[i]);
      }
    }
    return differences;
  }

  /** The exact numbers; of the logits, which nothing need move, within what all lanes give. */
  @Override
  public ImageRun.State before(int layer) {
    return layer == roundings.length ? logits : exact.before(layer);
  }

  @Override
  public boolean knowsSums() {
    return false;
  }

  /** No sum is known in all arithmetics at once. */
  @Override
  public double sum(int layer, int row, ImageRun.State inputs) {
    return Double.NaN;
  }

  @Override
  public @Nullable Rounding rounding(int layer) {
    return roundings[layer];
  }
}

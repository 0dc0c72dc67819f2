package org.assay.bounds;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The run of a network on an image in doubles, every number with a proved bound of its distance
 * from the exact one.
 *
 * <p>The bound is made of the errors that were really committed: of a product by a fused multiply
 * and add, of a sum by the exact remainder of two numbers (D. Knuth, The Art of Computer
 * Programming 2, section 4.2.2, theorem B). Where nothing is rounded it is zero, however large the
 * numbers; so sums that cancel exactly are known exactly. It is itself a sum of terms that are not
 * negative, each rounded at most 3 n + 4 times for n up to 2^28; the factor 1 + 2^-20 makes up for
 * that, and {@link #TINY} for underflow. An operation that overflows makes the bound infinite or
 * not a number. Immutable.
 */
final class ImageRun implements BaseRun {

  private static final double INFLATION = 1 + 0x1p-20;

  /** More than what the underflow of a product and of its part in the bound can hide. */
  private static final double TINY = 0x1p-1070;

  /** Products this large have exact remainders. */
  private static final double SMALL = 0x1p-900;

  /**
   * The numbers after a layer.
   *
   * @param value within {@code error} of the exact ones
   */
  @SuppressWarnings("ArrayRecordComponent")
  record State(double[] value, double[] error) {}

  private final List<State> states = new ArrayList<>();
  private final BoundedNetwork network;

  ImageRun(BoundedNetwork network, Tensor image) {
    this.network = network;
    State state = new State(image.toDoubles(), new double[image.size()]);
    states.add(state);
    for (Layer layer : network.network().layers()) {
      state =
          layer instanceof Linear linear ? map(linear.rows(), state) : clip((Clip) layer, state);
      states.add(state);
    }
  }

  @Override
  public State before(int layer) {
    return states.get(layer);
  }

  @Override
  public @Nullable Rounding rounding(int layer) {
    return null;
  }

  @Override
  public boolean knowsSums() {
    return true;
  }

  @Override
  public double sum(int layer, int row, State inputs) {
    double[] value = new double[1];
    double[] error = new double[1];
    SparseRows rows = ((Linear) network.layer(layer)).rows();
    sum(rows, row, inputs, new State(value, error), 0);
    return error[0] == 0 ? value[0] : Double.NaN;
  }

  static State map(SparseRows rows, State x) {
    State sums = new State(new double[rows.rows()], new double[rows.rows()]);
    for (int r = 0; r < sums.value.length; r++) {
      sum(rows, r, x, sums, r);
    }
    return sums;
  }

  /** Computes one sum into a place of a state. */
  private static void sum(SparseRows rows, int row, State x, State into, int at) {
    double sum = 0;
    double bound = 0;
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      int i = rows.column(k);
      double w = rows.weight(k);
      double product = w * x.value[i];
      double after = sum + product;
      double part = after - sum;
      double lost = (sum - (after - part)) + (product - part);
      bound += Math.abs(lost) + Math.abs(Math.fma(w, x.value[i], -product));
      if (x.error[i] != 0 && w != 0) {
        bound += Math.abs(w) * x.error[i] + TINY;
      }
      if (Math.abs(product) < SMALL && w != 0 && x.value[i] != 0) {
        bound += TINY;
      }
      sum = after;
    }
    double bias = rows.bias(row);
    double after = sum + bias;
    double part = after - sum;
    bound += Math.abs((sum - (after - part)) + (bias - part));
    into.value[at] = after;
    into.error[at] = bound == 0 ? 0 : bound * INFLATION + TINY;
  }

  /** A clip widens no bound, and where it certainly cuts off leaves none. */
  private static State clip(Clip clip, State x) {
    double[] value = new double[x.value.length];
    double[] error = new double[value.length];
    for (int i = 0; i < value.length; i++) {
      value[i] = clip.apply(x.value[i]);
      error[i] = isCut(clip, x.value[i], x.error[i]) ? 0 : x.error[i];
    }
    return new State(value, error);
  }

  // A rounded difference that exceeds a double exceeds it before rounding too.
  private static boolean isCut(Clip clip, double value, double error) {
    double below = clip.low() - value;
    double above = value - clip.high();
    return error == 0 ? below >= 0 || above >= 0 : below > error || above > error;
  }
}

package org.assay.bounds;

import java.util.ArrayList;
import java.util.List;
import org.assay.eval.BiasOrder;
import org.assay.eval.OrderedSemantics;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The run of a network on an image in its element type, in a stated order of additions: every
 * number exactly as that arithmetic gives it; with bounds of what rounding can do to a sum whose
 * inputs move.
 *
 * <p>A sum of n products whose weights are not zero, and a bias, each operation rounded once to
 * nearest with unit roundoff u, lies within {@code g A} of the exact sum of the same inputs, {@code
 * g = (n + 2) u / (1 - (n + 2) u)}, {@code A} the sum of the magnitudes of products and bias, but
 * for one half of the smallest number for each product that underflows (N. Higham, Accuracy and
 * Stability of Numerical Algorithms, 2002, section 3.1). This holds in every order of additions.
 *
 * <p>In the stated order the error is also at most u times the magnitudes of all products and of
 * all partial sums on the way (a running error bound; the same, section 3.3). Partial sums of
 * inputs that move lie no further from those of the image than the inputs' movement and the
 * rounding of both, which costs {@code 2 (n + 1) u g A}, and no more than g for each unit of
 * movement. The lesser of both bounds counts. Where a sum might overflow, it is infinite.
 * Immutable.
 */
final class LaneRun implements BaseRun {

  private static final double INFLATION = 1 + 0x1p-20;

  private final List<ImageRun.State> states = new ArrayList<>();
  private final @Nullable Rounding[] roundings;
  private final BoundedNetwork network;
  private final OrderedSemantics semantics;

  LaneRun(BoundedNetwork network, Tensor image, BiasOrder order) {
    ElementType type = network.network().elementType();
    this.network = network;
    this.semantics = new OrderedSemantics(type, order);
    this.roundings = new Rounding[network.depth()];
    double[] values = image.toDoubles();
    for (int i = 0; i < values.length; i++) {
      values[i] = type.round(values[i]);
    }
    states.add(exactly(values));
    for (int l = 0; l < network.depth(); l++) {
      Layer layer = network.layer(l);
      if (layer instanceof Linear linear) {
        double[] sums = semantics.linear(linear, values);
        roundings[l] = rounding(linear.rows(), values, sums);
        values = sums;
      } else {
        values = semantics.clip((Clip) layer, values);
      }
      states.add(exactly(values));
    }
  }

  private static ImageRun.State exactly(double[] values) {
    return new ImageRun.State(values, new double[values.length]);
  }

  private Rounding rounding(SparseRows rows, double[] inputs, double[] sums) {
    ElementType type = network.network().elementType();
    ImageRun.State exact = ImageRun.map(rows, exactly(inputs));
    double[] shift = new double[sums.length];
    double[] radius = new double[sums.length];
    double[] unit = new double[sums.length];
    double roundoff = type == ElementType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    double smallest = type == ElementType.FLOAT32 ? 0x1p-149 : Double.MIN_VALUE;
    double largest = type == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    for (int r = 0; r < sums.length; r++) {
      double magnitude = Math.abs(rows.bias(r));
      int products = 0;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        magnitude += Math.abs(rows.weight(k) * inputs[rows.column(k)]);
        products += rows.weight(k) == 0 ? 0 : 1;
      }
      double n = (products + 2.0) * roundoff;
      unit[r] = n / (1 - n) * INFLATION;
      shift[r] = exact.value()[r] - sums[r];
      double lost = Math.ulp(exact.value()[r]) + Math.ulp(sums[r]);
      boolean fits = n < 0.5 && 4 * magnitude < largest;
      double running =
          roundoff * (semantics.partials(rows, r, inputs) + magnitude)
              + 2 * n * unit[r] * magnitude;
      radius[r] =
          fits
              ? (exact.error()[r] + lost + Math.min(unit[r] * magnitude, running)) * INFLATION
                  + 2 * (products + 2.0) * smallest
              : Double.POSITIVE_INFINITY;
      unit[r] = fits ? unit[r] : Double.POSITIVE_INFINITY;
    }
    return new Rounding(shift, radius, unit, largest / 4);
  }

  @Override
  public ImageRun.State before(int layer) {
    return states.get(layer);
  }

  @Override
  public boolean knowsSums() {
    return true;
  }

  @Override
  public double sum(int layer, int row, ImageRun.State inputs) {
    return semantics.sum(((Linear) network.layer(layer)).rows(), row, inputs.value());
  }

  @Override
  public @Nullable Rounding rounding(int layer) {
    return roundings[layer];
  }
}

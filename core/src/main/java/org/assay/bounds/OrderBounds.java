package org.assay.bounds;

import java.util.Arrays;
import org.assay.eval.OrderErrors;
import org.assay.network.Clip;
import org.assay.network.Linear;

/**
 * How far inputs and logits that are computed in the element type, in whatever order, can lie from
 * the exact ones anywhere in a box: {@link OrderErrors} over the magnitudes that an enclosure
 * allows. Cost: a pass over the weights. Immutable.
 */
public final class OrderBounds {

  private final double[] inputs;
  private final double[] outputs;

  private OrderBounds(double[] inputs, double[] outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * The bounds over a box.
   *
   * @param whole all of whose points are meant: neither cut nor kept on one side of a bend
   */
  public static OrderBounds of(Subproblem whole) {
    Enclosure enclosure = whole.enclosure();
    BoundedNetwork network = enclosure.network();
    OrderErrors orders = new OrderErrors(network.network().elementType());
    double[] inputs = orders.inputs(magnitudes(enclosure, 0));
    double[] errors = inputs;
    for (int l = 0; l < network.depth(); l++) {
      errors =
          network.layer(l) instanceof Linear linear
              ? orders.linear(linear.rows(), magnitudes(enclosure, l), errors)
              : orders.clip((Clip) network.layer(l), enclosure.low(l), enclosure.high(l), errors);
    }
    return new OrderBounds(inputs, errors);
  }

  private static double[] magnitudes(Enclosure enclosure, int layer) {
    double[] magnitudes = new double[enclosure.low(layer).length];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = enclosure.magnitude(layer, i);
    }
    return magnitudes;
  }

  /** Whether no number can leave the element type's range. */
  public boolean isFinite() {
    return Arrays.stream(outputs).allMatch(Double::isFinite)
        && Arrays.stream(inputs).allMatch(Double::isFinite);
  }

  public double input(int position) {
    return inputs[position];
  }

  public double output(int label) {
    return outputs[label];
  }
}

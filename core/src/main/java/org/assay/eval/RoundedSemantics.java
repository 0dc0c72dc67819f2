package org.assay.eval;

import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;

/**
 * A network run in floats of any format in the stated order, on exact numbers that are rounded
 * after every operation: products by ascending input index, to nearest, ties to even, none fused,
 * the bias last. Weights, biases and the ends of clips are first rounded to the format. In the
 * network's own format this is {@link OrderedSemantics}, slowly. Immutable.
 */
public final class RoundedSemantics implements Semantics<Rational[]> {

  private final FloatFormat format;

  public RoundedSemantics(FloatFormat format) {
    this.format = format;
  }

  /**
   * The logits at an input of members of the format.
   *
   * @throws ArithmeticException if a number leaves the format's range
   */
  public Rational[] logits(Network network, Rational[] input) {
    return network.run(this, input);
  }

  private Rational round(Rational value) {
    return format
        .nearest(value)
        .orElseThrow(() -> new ArithmeticException("a number leaves the range of " + format));
  }

  private Rational round(double value) {
    return round(Rational.of(value));
  }

  @Override
  public Rational[] linear(Linear layer, Rational[] input) {
    SparseRows rows = layer.rows();
    Rational[] output = new Rational[rows.rows()];
    for (int r = 0; r < output.length; r++) {
      Rational sum = Rational.ZERO;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        sum = round(sum.plus(round(round(rows.weight(k)).times(input[rows.column(k)]))));
      }
      output[r] = round(sum.plus(round(rows.bias(r))));
    }
    return output;
  }

  @Override
  public Rational[] clip(Clip layer, Rational[] input) {
    Rational[] output = new Rational[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] =
          switch (ExactSemantics.phase(layer, input[i])) {
            case BELOW -> round(layer.low());
            case INSIDE -> input[i];
            case ABOVE -> round(layer.high());
          };
    }
    return output;
  }
}

package org.assay.eval;

import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * EXACT: a network as a function of real numbers, run in rationals. Nothing is rounded and nothing
 * overflows. Zero inputs and zero weights are skipped.
 */
public final class ExactSemantics implements Semantics<Rational[]> {

  /** The exact logits of an image. */
  public static Rational[] logits(Network network, Tensor image) {
    return network.run(new ExactSemantics(), exact(image));
  }

  /** The exact values of an image; NaN and infinities are refused. */
  public static Rational[] exact(Tensor image) {
    Rational[] state = new Rational[image.size()];
    for (int i = 0; i < state.length; i++) {
      state[i] = Rational.of(image.at(i));
    }
    return state;
  }

  /** The label: the lowest index among the largest logits. */
  public static int label(Rational[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i].compareTo(logits[best]) > 0 ? i : best;
    }
    return best;
  }

  /** One output of a linear layer. */
  public static Rational row(SparseRows rows, int row, Rational[] input) {
    Rational sum = Rational.of(rows.bias(row));
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      Rational x = input[rows.column(k)];
      double weight = rows.weight(k);
      if (weight != 0 && x.signum() != 0) {
        sum = sum.plus(Rational.of(weight).times(x));
      }
    }
    return sum;
  }

  @Override
  public Rational[] linear(Linear layer, Rational[] input) {
    SparseRows rows = layer.rows();
    Rational[] output = new Rational[rows.rows()];
    for (int r = 0; r < output.length; r++) {
      output[r] = row(rows, r, input);
    }
    return output;
  }

  @Override
  public Rational[] clip(Clip layer, Rational[] input) {
    Rational[] output = new Rational[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] =
          switch (phase(layer, input[i])) {
            case BELOW -> Rational.of(layer.low());
            case INSIDE -> input[i];
            case ABOVE -> Rational.of(layer.high());
          };
    }
    return output;
  }

  /** On which side of an activation's bounds an exact input lies. */
  public static Clip.Phase phase(Clip clip, Rational x) {
    if (Double.isFinite(clip.low()) && x.compareTo(Rational.of(clip.low())) <= 0) {
      return Clip.Phase.BELOW;
    }
    return Double.isFinite(clip.high()) && x.compareTo(Rational.of(clip.high())) >= 0
        ? Clip.Phase.ABOVE
        : Clip.Phase.INSIDE;
  }
}

package org.assay.query;

import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;

/**
 * How far what is computed in any order can be from the exact numbers at one input, in rationals
 * from the definition (see {@link org.assay.eval.OrderErrors}, with which this shares no code).
 * Magnitudes and errors are rounded up to doubles on the way. Overflow is not looked at: what would
 * overflow is Undecided before. Cost: a few exact runs.
 *
 * @param inputs errors of rounding the inputs; likewise {@code outputs}
 */
record OrderRecheck(List<Rational> inputs, List<Rational> outputs) {

  static OrderRecheck of(Network network, List<Rational> input) {
    ElementType type = network.elementType();
    Rational[] state = input.toArray(Rational[]::new);
    Rational[] errors = new Rational[state.length];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = up(state[i].minus(Rational.of(type.round(state[i].nearestDouble()))).abs());
    }
    List<Rational> inputs = List.of(errors);
    ExactSemantics semantics = new ExactSemantics();
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear linear) {
        errors = sums(type, linear.rows(), state, errors);
        state = semantics.linear(linear, state);
      } else {
        errors = clipped(type, (Clip) layer, state, errors);
        state = semantics.clip((Clip) layer, state);
      }
    }
    return new OrderRecheck(inputs, List.of(errors));
  }

  private static Rational up(Rational value) {
    return Rational.of(value.ceilingDouble());
  }

  private static Rational[] sums(
      ElementType type, SparseRows rows, Rational[] input, Rational[] error) {
    long digits = type == ElementType.FLOAT32 ? 1L << 24 : 1L << 53;
    double half = type == ElementType.FLOAT32 ? 0x1p-150 : Double.MIN_VALUE;
    Rational[] magnitude = new Rational[input.length];
    for (int i = 0; i < input.length; i++) {
      magnitude[i] = up(input[i].abs().plus(error[i]));
    }
    Rational[] off = new Rational[rows.rows()];
    for (int r = 0; r < off.length; r++) {
      Rational sizes = Rational.of(Math.abs(rows.bias(r)));
      Rational inherited = Rational.ZERO;
      long products = 0;
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        if (rows.weight(k) != 0) {
          Rational weight = Rational.of(Math.abs(rows.weight(k)));
          sizes = sizes.plus(weight.times(magnitude[rows.column(k)]));
          inherited = inherited.plus(weight.times(error[rows.column(k)]));
          products++;
        }
      }
      Rational gamma = Rational.of(products + 2, digits - products - 2);
      Rational underflow = Rational.of(2.0 * products * half);
      off[r] = up(gamma.times(sizes).plus(underflow).plus(inherited));
    }
    return off;
  }

  private static Rational[] clipped(
      ElementType type, Clip clip, Rational[] input, Rational[] error) {
    ExactSemantics semantics = new ExactSemantics();
    Rational[] up = new Rational[input.length];
    Rational[] down = new Rational[input.length];
    for (int i = 0; i < input.length; i++) {
      up[i] = input[i].plus(error[i]);
      down[i] = input[i].minus(error[i]);
    }
    up = semantics.clip(clip, up);
    down = semantics.clip(clip, down);
    Rational[] middle = semantics.clip(clip, input);
    Rational ends = rounding(type, clip.low()).max(rounding(type, clip.high()));
    Rational[] off = new Rational[input.length];
    for (int i = 0; i < input.length; i++) {
      off[i] = up(up[i].minus(middle[i]).max(middle[i].minus(down[i])).plus(ends));
    }
    return off;
  }

  private static Rational rounding(ElementType type, double end) {
    return Double.isFinite(end)
        ? Rational.of(type.round(end)).minus(Rational.of(end)).abs()
        : Rational.ZERO;
  }
}

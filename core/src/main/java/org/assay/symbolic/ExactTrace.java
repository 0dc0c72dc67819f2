package org.assay.symbolic;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * The exact numbers behind a trace, computed where asked for and remembered. Works as soon as the
 * phases of all units before the asked number are known. For one thread at a time.
 */
final class ExactTrace {

  private final TracedNetwork network;
  private final Tensor image;
  private final IntFunction<Clip.Phase> phases;

  /** {@code states[depth][i]}: number {@code i} after {@code depth} steps; null if not computed. */
  private final Rational[][] states;

  ExactTrace(TracedNetwork network, Tensor image, IntFunction<Clip.Phase> phases) {
    this.network = network;
    this.phases = phases;
    this.image = image;
    this.states = new Rational[network.steps().size() + 1][];
    for (int d = 0; d < states.length; d++) {
      states[d] = new Rational[network.width(d)];
    }
  }

  Rational value(int row) {
    return number(network.depth(row), network.place(row));
  }

  private Rational number(int depth, int index) {
    Rational known = states[depth][index];
    if (known != null) {
      return known;
    }
    Rational number;
    if (depth == 0) {
      number = Rational.of(image.at(index));
    } else if (network.steps().get(depth - 1) instanceof Step.Map map) {
      number = sum(map.byOutput(), index, depth - 1);
    } else {
      Step.Activation activation = (Step.Activation) network.steps().get(depth - 1);
      number =
          switch (phases.apply(activation.firstUnit() + index)) {
            case BELOW -> Rational.of(activation.clip().low());
            case INSIDE -> number(depth - 1, index);
            case ABOVE -> Rational.of(activation.clip().high());
          };
    }
    states[depth][index] = number;
    return number;
  }

  private Rational sum(SparseRows rows, int row, int depth) {
    Rational sum = Rational.of(rows.bias(row));
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      double weight = rows.weight(k);
      if (weight != 0) {
        Rational x = number(depth, rows.column(k));
        sum = x.signum() == 0 ? sum : sum.plus(Rational.of(weight).times(x));
      }
    }
    return sum;
  }

  /** The coefficients of every row with respect to one pixel. */
  Rational[] column(int pixel) {
    Rational[] column = new Rational[network.rows()];
    Rational[] state = unit(network.pixels(), pixel);
    for (Step step : network.steps()) {
      if (step instanceof Step.Map map) {
        state = map(map.byInput(), state);
      } else {
        int first = ((Step.Activation) step).firstUnit();
        System.arraycopy(state, 0, column, first, state.length);
        mask(first, state);
      }
    }
    System.arraycopy(state, 0, column, network.units(), state.length);
    return column;
  }

  /** The coefficients of one row with respect to every pixel. */
  Rational[] coefficients(int row) {
    int depth = network.depth(row);
    Rational[] state = unit(network.width(depth), network.place(row));
    for (int d = depth - 1; d >= 0; d--) {
      if (network.steps().get(d) instanceof Step.Map map) {
        state = map(map.byOutput(), state);
      } else {
        mask(((Step.Activation) network.steps().get(d)).firstUnit(), state);
      }
    }
    return state;
  }

  private static Rational[] unit(int size, int index) {
    Rational[] unit = new Rational[size];
    Arrays.fill(unit, Rational.ZERO);
    unit[index] = Rational.ONE;
    return unit;
  }

  private void mask(int firstUnit, Rational[] state) {
    for (int i = 0; i < state.length; i++) {
      if (phases.apply(firstUnit + i) != Clip.Phase.INSIDE) {
        state[i] = Rational.ZERO;
      }
    }
  }

  private static Rational[] map(SparseRows byInput, Rational[] state) {
    Rational[] sums = new Rational[byInput.columns()];
    Arrays.fill(sums, Rational.ZERO);
    for (int i = 0; i < state.length; i++) {
      if (state[i].signum() == 0) {
        continue;
      }
      for (int k = byInput.start(i); k < byInput.start(i + 1); k++) {
        double weight = byInput.weight(k);
        if (weight != 0) {
          int r = byInput.column(k);
          sums[r] = sums[r].plus(Rational.of(weight).times(state[i]));
        }
      }
    }
    return sums;
  }
}

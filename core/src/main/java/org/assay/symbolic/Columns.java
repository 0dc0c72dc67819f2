package org.assay.symbolic;

import java.util.Arrays;
import org.assay.network.Clip.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients of a trace in double with bounds of their errors: a column by propagating one
 * pixel forward, a row by propagating one unit or logit backward.
 */
final class Columns {

  private static final int MOST_COEFFICIENTS = 1 << 27;

  private final TracedNetwork network;
  private final ActivationPattern pattern;
  private @Nullable Approximation all;

  Columns(TracedNetwork network, ActivationPattern pattern) {
    this.network = network;
    this.pattern = pattern;
  }

  void column(int pixel, double[] into, double[] errorInto) {
    Approximation known = all;
    if (known != null) {
      System.arraycopy(known.value, pixel * network.rows(), into, 0, network.rows());
      System.arraycopy(known.error, pixel * network.rows(), errorInto, 0, network.rows());
      return;
    }
    column(pixel, into, errorInto, 0);
  }

  private void column(int pixel, double[] into, double[] errorInto, int offset) {
    Approximation state = Approximation.unit(network.pixels(), pixel);
    for (Step step : network.steps()) {
      if (step instanceof Step.Map map) {
        state = network.bound().map(map.byInput(), map.floats(), state);
      } else {
        int first = ((Step.Activation) step).firstUnit();
        store(state, into, errorInto, offset + first);
        mask(first, state);
      }
    }
    store(state, into, errorInto, offset + network.units());
  }

  private static void store(Approximation state, double[] into, double[] errorInto, int at) {
    System.arraycopy(state.value, 0, into, at, state.size());
    System.arraycopy(state.error, 0, errorInto, at, state.size());
  }

  private void mask(int firstUnit, Approximation state) {
    for (int i = 0; i < state.size(); i++) {
      if (pattern.phase(firstUnit + i) != Phase.INSIDE) {
        state.value[i] = 0;
        state.error[i] = 0;
      }
    }
  }

  void coefficients(int row, double[] into, double[] errorInto) {
    int depth = network.depth(row);
    Approximation state = Approximation.unit(network.width(depth), network.place(row));
    for (int d = depth - 1; d >= 0; d--) {
      if (network.steps().get(d) instanceof Step.Map map) {
        state = network.bound().map(map.byOutput(), map.floats(), state);
      } else {
        mask(((Step.Activation) network.steps().get(d)).firstUnit(), state);
      }
    }
    store(state, into, errorInto, 0);
  }

  int[] support(int pixel) {
    double[] column = new double[network.rows()];
    double[] error = new double[network.rows()];
    column(pixel, column, error);
    int[] support = new int[network.rows()];
    int size = 0;
    for (int r = 0; r < support.length; r++) {
      if (column[r] != 0 || error[r] != 0) {
        support[size++] = r;
      }
    }
    return Arrays.copyOf(support, size);
  }

  /** All columns one after the other. */
  Approximation all() {
    Approximation known = all;
    if (known == null) {
      known = compute();
      all = known;
    }
    return known;
  }

  private Approximation compute() {
    long size = (long) network.pixels() * network.rows();
    if (size > MOST_COEFFICIENTS) {
      throw new IllegalStateException(
          "%d rows times %d pixels are more coefficients than are held at once"
              .formatted(network.rows(), network.pixels()));
    }
    if (network.prefix().isHeld()) {
      return new AllColumns(network, pattern).compute();
    }
    Approximation coefficients = Approximation.exact(new double[(int) size]);
    for (int p = 0; p < network.pixels(); p++) {
      column(p, coefficients.value, coefficients.error, p * network.rows());
    }
    return coefficients;
  }
}

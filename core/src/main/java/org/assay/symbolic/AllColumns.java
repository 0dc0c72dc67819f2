package org.assay.symbolic;

import org.assay.network.Clip.Phase;
import org.jspecify.annotations.Nullable;

/**
 * All coefficients of a dense network at once: the kernel beside the pixel-by-pixel form in {@link
 * Columns}, with the pixels innermost so that the machine's vectors run across them.
 */
final class AllColumns {

  private final TracedNetwork network;
  private final ActivationPattern pattern;
  private final Approximation[] rows;

  AllColumns(TracedNetwork network, ActivationPattern pattern) {
    this.network = network;
    this.pattern = pattern;
    this.rows = new Approximation[network.rows()];
  }

  /** Coefficients and errors as {@code [pixel][row]}. */
  Approximation compute() {
    Prefix prefix = network.prefix();
    @Nullable Approximation[] state = prefix.rows();
    boolean floats = prefix.isFloat();
    for (int s = prefix.steps(); s < network.steps().size(); s++) {
      if (network.steps().get(s) instanceof Step.Map map) {
        state =
            network.bound().map(map.byOutput(), floats && map.floats(), state, network.pixels());
        floats = false;
      } else {
        state = activate(((Step.Activation) network.steps().get(s)).firstUnit(), state);
      }
    }
    store(network.units(), state);
    return transposed();
  }

  private void store(int firstRow, @Nullable Approximation[] state) {
    for (int i = 0; i < state.length; i++) {
      Approximation row = state[i];
      rows[firstRow + i] = row == null ? Approximation.exact(new double[network.pixels()]) : row;
    }
  }

  private @Nullable Approximation[] activate(int firstUnit, @Nullable Approximation[] state) {
    store(firstUnit, state);
    @Nullable Approximation[] output = new Approximation[state.length];
    for (int i = 0; i < state.length; i++) {
      output[i] = pattern.phase(firstUnit + i) == Phase.INSIDE ? state[i] : null;
    }
    return output;
  }

  private Approximation transposed() {
    int pixels = network.pixels();
    int size = pixels * rows.length;
    Approximation columns = new Approximation(new double[size], new double[size]);
    for (int r = 0; r < rows.length; r++) {
      double[] value = rows[r].value;
      double[] error = rows[r].error;
      for (int p = 0; p < pixels; p++) {
        columns.value[p * rows.length + r] = value[p];
        columns.error[p * rows.length + r] = error[p];
      }
    }
    return columns;
  }
}

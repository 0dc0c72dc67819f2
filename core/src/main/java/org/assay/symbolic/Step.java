package org.assay.symbolic;

import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.SparseRows;

/** A layer with what traces need of it, computed once a network. */
sealed interface Step {

  /**
   * A linear map.
   *
   * @param byOutput row {@code r} lists the inputs of output {@code r}
   * @param byInput row {@code i} lists the outputs that input {@code i} feeds
   * @param floats whether all weights and biases are float32 numbers
   */
  record Map(SparseRows byOutput, SparseRows byInput, boolean floats) implements Step {

    static Map of(Linear layer) {
      SparseRows rows = layer.rows();
      boolean floats = true;
      for (int r = 0; r < rows.rows(); r++) {
        floats &= isFloat(rows.bias(r), "bias");
      }
      for (int k = 0; k < rows.start(rows.rows()); k++) {
        floats &= isFloat(rows.weight(k), "weight");
      }
      return new Map(rows, rows.transpose(), floats);
    }

    private static boolean isFloat(double number, String what) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "a " + what + " is " + number + "; a trace needs finite numbers");
      }
      return (float) number == number;
    }
  }

  /** An activation, whose units are numbered from {@code firstUnit} on. */
  record Activation(Clip clip, int firstUnit) implements Step {}
}

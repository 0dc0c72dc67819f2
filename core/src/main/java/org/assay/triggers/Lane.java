package org.assay.triggers;

import org.assay.eval.BiasOrder;
import org.assay.query.Inputs;

/** The arithmetic that a scan looks at, and with it the values that a pixel takes. */
public enum Lane {
  /** Real numbers on the network's own weights; every real value of the domain. */
  EXACT,
  /** The element type in the stated order, bias last; the values of an 8-bit image. */
  BIAS_LAST,
  /** The element type in the stated order but for the bias, which comes first; 8-bit values. */
  BIAS_FIRST;

  /** The values that a pixel takes. */
  public Inputs inputs() {
    return this == EXACT ? Inputs.REAL : Inputs.GRID;
  }

  /** When the sums of a lane of floats take their bias. */
  public BiasOrder order() {
    return switch (this) {
      case EXACT -> throw new IllegalArgumentException("real sums have no order");
      case BIAS_LAST -> BiasOrder.LAST;
      case BIAS_FIRST -> BiasOrder.FIRST;
    };
  }
}

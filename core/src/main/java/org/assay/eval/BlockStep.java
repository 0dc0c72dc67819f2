package org.assay.eval;

import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;

/**
 * A layer applied to a block of states at once: number {@code i} of state {@code n} stands at
 * {@code i * block + n}.
 */
sealed interface BlockStep permits BlockSums, BlockActivation {

  float[] apply(float[] states, int block);

  double[] apply(double[] states, int block);

  static BlockStep of(Layer layer) {
    return layer instanceof Linear linear
        ? BlockSums.of(linear.rows())
        : new BlockActivation((Clip) layer);
  }
}

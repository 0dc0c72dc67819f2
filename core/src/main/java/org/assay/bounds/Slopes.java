package org.assay.bounds;

import org.assay.network.Clip;

/**
 * How steep the free lines of the units are: a share from 0 to 1 of the steepest that can be, for
 * the line below and the line above. Every choice is sound; some bound more tightly.
 */
final class Slopes {

  final double[][] below;
  final double[][] above;

  private Slopes(double[][] below, double[][] above) {
    this.below = below;
    this.above = above;
  }

  /** Slopes of 0 for every unit of a network. */
  static Slopes flat(BoundedNetwork network) {
    double[][] below = new double[network.depth()][];
    double[][] above = new double[network.depth()][];
    for (int l = 0; l < network.depth(); l++) {
      int units = network.layer(l) instanceof Clip clip ? clip.input().size() : 0;
      below[l] = new double[units];
      above[l] = new double[units];
    }
    return new Slopes(below, above);
  }

  Slopes copy() {
    double[][] b = new double[below.length][];
    double[][] a = new double[above.length][];
    for (int l = 0; l < b.length; l++) {
      b[l] = below[l].clone();
      a[l] = above[l].clone();
    }
    return new Slopes(b, a);
  }

  /** Sets the slopes of a layer to 0 or 1, whichever leaves the smaller area beside the line. */
  void byArea(int layer, Clip clip, double[] low, double[] high) {
    for (int i = 0; i < low.length; i++) {
      double middle = 0.5 * low[i] + 0.5 * high[i];
      below[layer][i] = middle > clip.low() ? 1 : 0;
      above[layer][i] = middle < clip.high() ? 1 : 0;
    }
  }
}

package org.assay.verify;

import org.assay.bounds.Gap;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;

/**
 * A network run forward in plain doubles, and the slopes of a gap by the inputs. It only proposes;
 * nothing rests on it.
 */
final class PlainRun {

  private final Network network;
  private final double[][] state;

  PlainRun(Network network, double[] input) {
    this.network = network;
    this.state = new double[network.layers().size() + 1][];
    state[0] = input;
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      state[l + 1] =
          layer instanceof Linear linear
              ? sums(linear.rows(), state[l])
              : clipped((Clip) layer, state[l]);
    }
  }

  private static double[] sums(SparseRows rows, double[] x) {
    double[] sums = new double[rows.rows()];
    for (int r = 0; r < sums.length; r++) {
      sums[r] = rows.near(r, x);
    }
    return sums;
  }

  private static double[] clipped(Clip clip, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = clip.apply(x[i]);
    }
    return y;
  }

  /** The run's own array. */
  double[] outputs() {
    return state[state.length - 1];
  }

  /** A label's lead over another one. */
  double lead(int label, int other) {
    return outputs()[label] - outputs()[other];
  }

  /** A label's least lead over another one; negative where another seems to win. */
  double margin(int label) {
    double least = Double.POSITIVE_INFINITY;
    for (int other = 0; other < outputs().length; other++) {
      least = other == label ? least : Math.min(least, lead(label, other));
    }
    return least;
  }

  /** The derivatives of a gap by the inputs. */
  double[] slopes(Gap gap) {
    double[] direct = new double[network.inputs()];
    double[] slopes = new double[network.labels()];
    gap.addSlopes(direct, slopes);
    for (int l = state.length - 2; l >= 0; l--) {
      Layer layer = network.layers().get(l);
      slopes =
          layer instanceof Linear linear
              ? back(linear.rows(), slopes)
              : passing((Clip) layer, state[l], slopes);
    }
    for (int i = 0; i < slopes.length; i++) {
      direct[i] += slopes[i];
    }
    return direct;
  }

  private static double[] back(SparseRows rows, double[] slopes) {
    double[] into = new double[rows.columns()];
    for (int r = 0; r < slopes.length; r++) {
      double slope = slopes[r];
      if (slope != 0) {
        rows.addTo(into, r, slope);
      }
    }
    return into;
  }

  private static double[] passing(Clip clip, double[] input, double[] slopes) {
    double[] into = new double[slopes.length];
    for (int i = 0; i < into.length; i++) {
      into[i] = clip.phase(input[i]) == Clip.Phase.INSIDE ? slopes[i] : 0;
    }
    return into;
  }
}

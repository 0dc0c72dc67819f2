package org.assay.numerics;

import java.util.Arrays;
import java.util.List;
import org.assay.network.Network;
import org.assay.network.SparseRows;

/**
 * The products of the magnitudes of weights along chains: from an input, which counts 1, or from a
 * bias, which counts its magnitude, to a unit. Of each unit the greatest product, and the greatest
 * one that comes in by another term. A unit at which two chains meet whose products reach a limit
 * starts chains anew, so that none of those behind it is said to be such a place too. By unit, in
 * doubles, a few roundings off.
 */
final class Chains {

  final double[] first;
  final double[] second;

  private Chains(int units) {
    this.first = new double[units];
    this.second = new double[units];
  }

  /**
   * All chains of a network.
   *
   * @param sums its linear layers; the clips between them leave units where they are
   */
  static Chains of(Network network, List<SumLayer> sums, double limit) {
    SumLayer last = sums.get(sums.size() - 1);
    Chains chains = new Chains(last.firstUnit() + last.size());
    double[] gains = new double[network.inputs()];
    Arrays.fill(gains, 1);
    for (SumLayer layer : sums) {
      double[] next = new double[layer.size()];
      for (int r = 0; r < next.length; r++) {
        int unit = layer.firstUnit() + r;
        chains.row(layer.rows(), r, gains, unit);
        next[r] = chains.second[unit] >= limit ? 1 : chains.first[unit];
      }
      gains = next;
    }
    return chains;
  }

  private void row(SparseRows rows, int row, double[] gains, int unit) {
    double most = Math.abs(rows.bias(row));
    double other = 0;
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      double product = rows.weight(k) == 0 ? 0 : Math.abs(rows.weight(k)) * gains[rows.column(k)];
      other = Math.max(other, Math.min(most, product));
      most = Math.max(most, product);
    }
    first[unit] = most;
    second[unit] = other;
  }
}

package org.assay.bounds;

import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.jspecify.annotations.Nullable;

/**
 * How much each input of a box matters to some bounds: how far it moves them, taken for steeper by
 * the mean steepness than its coefficient since what lines lose depends on an input beyond that;
 * and its share in what the lines of the first open units can lose. Plain doubles that only choose
 * what to cut (after the smear of ReluVal; Wang, Pei, Whitehouse, Yang, Jana, USENIX Security 2018,
 * arXiv:1804.10829).
 */
final class Smear {

  private final Enclosure enclosure;
  private final double[] width;
  private final double[] moves;
  private final @Nullable SparseRows first;

  Smear(BoundedNetwork network, Enclosure enclosure) {
    this.enclosure = enclosure;
    this.width = new double[enclosure.low(0).length];
    this.moves = new double[width.length];
    for (int i = 0; i < width.length; i++) {
      width[i] = enclosure.high(0)[i] - enclosure.low(0)[i];
    }
    boolean bends = network.depth() > 1 && network.layer(1) instanceof Clip;
    this.first = bends && network.layer(0) instanceof Linear linear ? linear.rows() : null;
  }

  /** Adds what a pass that has just been made shows. */
  void add(BackwardPass pass) {
    double[] coefficient = pass.coefficient[0];
    double moved = 0;
    double wide = Double.MIN_NORMAL;
    for (int i = 0; i < width.length; i++) {
      moved += Math.abs(coefficient[i]) * width[i];
      wide += width[i];
    }
    for (int i = 0; i < width.length; i++) {
      moves[i] += (Math.abs(coefficient[i]) + moved / wide) * width[i];
    }
    for (int r = 0; first != null && r < first.rows(); r++) {
      if (enclosure.isOpen(1, r)) {
        share(first, r, Math.abs(pass.coefficient[2][r]));
      }
    }
  }

  private void share(SparseRows rows, int row, double coefficient) {
    double low = enclosure.low(1)[row];
    double high = enclosure.high(1)[row];
    double lost = coefficient * Math.min(-low, high);
    double all = high - low;
    for (int k = rows.start(row); lost > 0 && k < rows.start(row + 1); k++) {
      int i = rows.column(k);
      moves[i] += lost * Math.abs(rows.weight(k)) * width[i] / all;
    }
  }

  /** The input that matters most, the widest of equals. */
  int widest() {
    int widest = 0;
    for (int i = 1; i < width.length; i++) {
      if (moves[i] > moves[widest] || (moves[i] == moves[widest] && width[i] > width[widest])) {
        widest = i;
      }
    }
    return widest;
  }
}

package org.assay.pixels;

import org.assay.network.Clip;
import org.assay.symbolic.Trace;

/**
 * The path condition of a trace as half-spaces: half-space {@code h} holds where {@code sign(h) *
 * (row(h) - bound(h))} is greater than zero, or at least zero where it is not strict. A unit gives
 * one half-space for each side of its phase that has a finite bound. The original image satisfies
 * all of them.
 */
final class PathHalfSpaces {

  private final int[] row;
  private final int[] sign;
  private final double[] bound;
  private final boolean[] strict;
  private int size;

  private PathHalfSpaces(int capacity) {
    row = new int[capacity];
    sign = new int[capacity];
    bound = new double[capacity];
    strict = new boolean[capacity];
  }

  static PathHalfSpaces of(Trace trace) {
    PathHalfSpaces spaces = new PathHalfSpaces(2 * trace.units());
    for (int u = 0; u < trace.units(); u++) {
      Clip clip = trace.network().clip(u);
      switch (trace.phase(u)) {
        case BELOW -> spaces.add(u, -1, clip.low(), false);
        case ABOVE -> spaces.add(u, 1, clip.high(), false);
        case INSIDE -> {
          spaces.add(u, 1, clip.low(), true);
          spaces.add(u, -1, clip.high(), true);
        }
      }
    }
    return spaces;
  }

  private void add(int unit, int side, double limit, boolean isStrict) {
    if (Double.isFinite(limit)) {
      row[size] = unit;
      sign[size] = side;
      bound[size] = limit;
      strict[size++] = isStrict;
    }
  }

  int size() {
    return size;
  }

  int row(int h) {
    return row[h];
  }

  /** 1 or -1. */
  int sign(int h) {
    return sign[h];
  }

  double bound(int h) {
    return bound[h];
  }

  boolean strict(int h) {
    return strict[h];
  }
}

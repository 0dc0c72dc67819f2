package org.assay.symbolic;

import java.util.Arrays;
import java.util.List;
import org.assay.network.SparseRows;

/**
 * The coefficients of the numbers before a network's first activation, which are the same for every
 * image. They are held where they are few; else the bulk of coefficients goes pixel by pixel.
 */
final class Prefix {

  /** 2^20 coefficients with their errors take 16 MiB. */
  private static final long MOST = 1L << 20;

  private final int steps;
  private final Approximation[] rows;

  private Prefix(int steps, Approximation[] rows) {
    this.steps = steps;
    this.rows = rows;
  }

  static Prefix of(int pixels, List<Step> steps, RunningError bound) {
    int length = 0;
    int width = pixels;
    while (length < steps.size() && steps.get(length) instanceof Step.Map map) {
      width = map.byOutput().rows();
      length++;
    }
    if (length == 0 || (long) width * pixels > MOST || !isDense(steps)) {
      return new Prefix(0, new Approximation[0]);
    }
    Approximation[] rows = new Approximation[width];
    Arrays.setAll(rows, r -> Approximation.exact(new double[pixels]));
    for (int p = 0; p < pixels; p++) {
      Approximation column = Approximation.unit(pixels, p);
      for (Step step : steps.subList(0, length)) {
        Step.Map map = (Step.Map) step;
        column = bound.map(map.byInput(), map.floats(), column);
      }
      for (int r = 0; r < width; r++) {
        rows[r].value[p] = column.value[r];
        rows[r].error[p] = column.error[r];
      }
    }
    return new Prefix(length, rows);
  }

  /** Whether every map stores a weight for each pair of an input and an output, or one a number. */
  private static boolean isDense(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Map map) {
        SparseRows rows = map.byOutput();
        long terms = rows.start(rows.rows());
        if (terms != (long) rows.rows() * rows.columns() && terms != rows.rows()) {
          return false;
        }
      }
    }
    return true;
  }

  boolean isHeld() {
    return rows.length > 0;
  }

  /** Number of steps before the first activation. */
  int steps() {
    return steps;
  }

  /** For each number before the first activation its coefficients by pixel. */
  Approximation[] rows() {
    return rows.clone();
  }

  boolean isFloat() {
    return Arrays.stream(rows).allMatch(Approximation::isFloat);
  }
}

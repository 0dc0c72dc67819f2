package org.assay.jobs.run;

import java.util.List;
import org.assay.jobs.table.UnitFiles.Written;

/**
 * How many units a piece is to have: one at first, then as many as take some seconds, going by
 * those that came back last.
 */
final class Pace {

  /** Long enough that what a task and its file cost does not count, short enough to be lost. */
  private static final double SECONDS = 5;

  private static final int GROWTH = 8;

  private int size = 1;

  int size() {
    return size;
  }

  void took(List<Written> pieces) {
    double most = 0;
    double nanos = 0;
    double units = 0;
    for (Written piece : pieces) {
      most = Math.max(most, piece.units().size());
      nanos += piece.nanos();
      units += piece.units().size();
    }
    if (units > 0) {
      double fits = SECONDS * 1e9 * units / Math.max(1, nanos);
      size = (int) Math.max(1, Math.min(fits, GROWTH * most));
    }
  }
}

package org.assay.pixels;

import org.assay.query.Budget;
import org.assay.query.Scope;
import org.assay.smt.Z3Session;

/** Decides attacks by an exact solver. */
public interface PixelSolver extends PixelDecider {

  /**
   * The solver for the scope of an image.
   *
   * @param session opened and closed by the caller
   */
  static PixelSolver of(AskedImage image, Z3Session session) {
    return image.terms().scope() == Scope.FULL
        ? new FullSmt(image, session)
        : new PatternSmt(image, session);
  }

  /** The answer for two pixels but for whether it is new, which is given as false. */
  PairAnswer together(int first, int second, Budget.Timer timer);
}

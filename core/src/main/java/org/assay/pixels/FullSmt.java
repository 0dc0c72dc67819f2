package org.assay.pixels;

import java.util.List;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.WitnessCheck;
import org.assay.smt.Z3Session;

/**
 * Pixel attacks on one image in full scope, over all activation patterns, by an exact solver.
 *
 * <p>Question: can a pixel, or two, be given values of the domain at which another label's logit is
 * greater, whatever the units do there? Over real inputs or over the 256 values of an 8-bit image.
 * Method: the whole network as linear inequalities and cases ({@link NetworkFormulas}); the
 * questions are those of {@link PatternSmt}. Guarantee: sound and complete in exact arithmetic
 * within the budget; but for the trace's phases at the original itself nothing rests on a
 * floating-point bound; Violated only after the solver's point, or the floats nearest to it, has
 * been run again. Whether a robust pixel is a tie is not asked. Cost: milliseconds for a pixel that
 * can switch a few units, tens of them for some dozens; at worst exponential in the number of units
 * that can switch.
 *
 * <p>For one thread.
 */
public final class FullSmt implements PixelDecider {

  private final SmtPixels pixels;

  /**
   * Opens an image.
   *
   * @param session the solver; opened and closed by the caller
   * @throws IllegalArgumentException if the image is not asked about in full scope and exact
   *     arithmetic, over REAL or GRID inputs
   */
  public FullSmt(AskedImage image, Z3Session session) {
    WitnessCheck.Terms terms = image.terms();
    if (terms.scope() != Scope.FULL
        || terms.arithmetic() != Arithmetic.EXACT
        || terms.inputs() == Inputs.FLOAT) {
      throw new IllegalArgumentException(
          "the solver decides FULL, EXACT questions over REAL or GRID inputs, not " + terms);
    }
    this.pixels = new SmtPixels(image, session, p -> new NetworkFormulas(image, p));
  }

  /** Whether one pixel is attackable, and the labels it can reach. */
  @Override
  public PixelAnswer pixel(int pixel, Budget.Timer timer) {
    return pixels.pixel(pixel, timer);
  }

  /** Whether two different pixels are attackable, the labels they reach, and whether it is new. */
  @Override
  public PairAnswer pair(int first, int second, Budget.Timer timer) {
    return pixels.pair(first, second, timer);
  }

  /** The answer for two pixels but for whether it is new, which is given as false. */
  PairAnswer together(int first, int second, Budget.Timer timer) {
    return pixels.together(first, second, timer);
  }

  /** Whether some flat positions together are attackable; Violated, Robust or Undecided. */
  Verdict attackable(List<Integer> positions, Budget.Timer timer) {
    return pixels.attackable(positions, timer);
  }
}

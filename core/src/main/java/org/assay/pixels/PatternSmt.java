package org.assay.pixels;

import java.util.List;
import org.assay.query.Budget;
import org.assay.query.Verdict;
import org.assay.smt.Z3Session;

/**
 * Pixel attacks on one image in pattern scope, by an exact solver.
 *
 * <p>Question: that of {@link PatternGeometry}, for pixels of any number of variables. Method: path
 * condition, attack condition and range condition as the paper states them; half-spaces in which no
 * free position occurs are left out. First it is asked whether some logit can exceed the predicted
 * label's; only if so, for each label whether it can be the one largest. Guarantee: sound and
 * complete in exact arithmetic within the budget; Violated only after the solver's point, or the
 * floats nearest to it, has been run again. Whether a robust pixel is a tie is not asked. Cost: one
 * to three milliseconds a pixel. Source: DeepCheck, section IV-C.
 *
 * <p>For one thread.
 */
public final class PatternSmt implements PixelDecider {

  private final SmtPixels pixels;

  public PatternSmt(AskedImage image, Z3Session session) {
    this.pixels = new SmtPixels(image, session, positions -> new PatternFormulas(image, positions));
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

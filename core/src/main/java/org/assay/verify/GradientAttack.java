package org.assay.verify;

import java.util.Random;
import org.assay.query.Budget;

/**
 * A search for a violation that walks down the gap of a target's worst condition: projected steps
 * by the signs of its slopes, from a given point, the middle, and points drawn from a seed (Madry,
 * Makelov, Schmidt, Tsipras, Vladu, ICLR 2018, arXiv:1706.06083). Finding nothing says nothing. For
 * one thread.
 */
final class GradientAttack {

  private static final int STEPS = 30;
  private static final int DRAWN = 3;
  private static final double FIRST_STEP = 0.25;
  private static final double DECAY = 0.9;
  private static final long SEED = 5;

  private final Candidates candidates;
  private final Budget.Timer timer;
  private final Random random = new Random(SEED);

  GradientAttack(Candidates candidates, Budget.Timer timer) {
    this.candidates = candidates;
    this.timer = timer;
  }

  /**
   * Whether a point was accepted, for whichever target.
   *
   * @param start where the target may be met; else from elsewhere
   * @param middle of the region
   * @param target to aim at, of one condition or more
   */
  boolean search(double[] start, double[] middle, Target target) {
    boolean found = descend(start, target) || descend(middle, target);
    for (int n = 0; !found && n < DRAWN; n++) {
      found = descend(candidates.region().between(random::nextDouble), target);
    }
    return found;
  }

  private boolean descend(double[] start, Target target) {
    Region region = candidates.region();
    double[] point = region.nearest(start);
    double part = FIRST_STEP;
    for (int step = 0; step < STEPS && !timer.expired(); step++) {
      PlainRun run = new PlainRun(candidates.network(), point);
      if (candidates.near(point, run)) {
        return true;
      }
      double[] slopes = run.slopes(target.worstGap(point, run.outputs()));
      for (int i = 0; i < point.length; i++) {
        point[i] -= part * region.width(i) * Math.signum(slopes[i]);
      }
      point = region.nearest(point);
      part *= DECAY;
    }
    return candidates.near(point);
  }
}

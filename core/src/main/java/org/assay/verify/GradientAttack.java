package org.assay.verify;

import java.util.Random;
import org.assay.network.Network;
import org.assay.query.Budget;
import org.assay.query.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A search for a witness that walks down a label's lead: projected steps by the signs of its
 * slopes, from a given point, the image, and points drawn from a seed (Madry, Makelov, Schmidt,
 * Tsipras, Vladu, ICLR 2018, arXiv:1706.06083). Finding nothing says nothing. For one thread.
 */
final class GradientAttack {

  private static final int STEPS = 30;
  private static final int DRAWN = 3;
  private static final double FIRST_STEP = 0.25;
  private static final double DECAY = 0.9;
  private static final long SEED = 5;

  private final Network network;
  private final Candidates candidates;
  private final int label;
  private final Random random = new Random(SEED);

  GradientAttack(Network network, Candidates candidates, int label) {
    this.network = network;
    this.candidates = candidates;
    this.label = label;
  }

  /** Violated by a point where some other label wins, or null; aims at one other label. */
  Verdict.@Nullable Violated search(double[] start, int other, Budget.Timer timer) {
    Verdict.Violated found = descend(start, other, timer);
    found = found == null ? descend(candidates.ball().image().toDoubles(), other, timer) : found;
    for (int n = 0; found == null && n < DRAWN; n++) {
      found = descend(drawn(), other, timer);
    }
    return found;
  }

  private double[] drawn() {
    Ball ball = candidates.ball();
    double[] point = new double[network.inputs()];
    for (int i = 0; i < point.length; i++) {
      double part = random.nextDouble();
      point[i] = (1 - part) * ball.leastMember(i) + part * ball.greatestMember(i);
    }
    return point;
  }

  private Verdict.@Nullable Violated descend(double[] start, int other, Budget.Timer timer) {
    Ball ball = candidates.ball();
    double[] point = ball.nearest(start);
    double part = FIRST_STEP;
    for (int step = 0; step < STEPS && !timer.expired(); step++) {
      PlainRun run = new PlainRun(network, point);
      if (run.margin(label) < 0) {
        Verdict.Violated found = candidates.near(point);
        if (found != null) {
          return found;
        }
      }
      double[] slopes = run.slopes(label, other);
      for (int i = 0; i < point.length; i++) {
        double width = ball.greatestMember(i) - ball.leastMember(i);
        point[i] -= part * width * Math.signum(slopes[i]);
      }
      point = ball.nearest(point);
      part *= DECAY;
    }
    return candidates.near(point);
  }
}

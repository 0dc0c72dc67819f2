package org.assay.verify;

import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.SimplexBounds;
import org.assay.network.Tensor;
import org.assay.query.Budget;

/**
 * A search for a violation by one position alone: each is moved from end to end of its way while
 * the others stay at a point. A part of a line on which bounds show that the point's label leads is
 * left out; any other is tried in its middle and halved. It finds triggers that no slope leads to,
 * such as a unit that is off at the point and wherever the other attack starts. Finding nothing
 * says nothing. Source: the line of {@link SimplexBounds}, as one-pixel attacks walk it. For one
 * thread.
 */
final class LineAttack {

  private static final int MOST_HALVINGS = 10;

  /** One part of so many of the time that is left. */
  private static final int SHARE = 10;

  private final BoundedNetwork network;
  private final Candidates candidates;
  private final Budget.Timer timer;
  private final long until;

  LineAttack(BoundedNetwork network, Candidates candidates, Budget.Timer timer) {
    this.network = network;
    this.candidates = candidates;
    this.timer = timer;
    this.until = timer.remainingMillis() / SHARE * (SHARE - 1);
  }

  /**
   * Whether a point was accepted, for whichever target.
   *
   * @param point that all lines go through
   */
  boolean search(double[] point) {
    Region region = candidates.region();
    double[] through = region.nearest(point);
    Line line = new Line(through);
    for (int i = 0; i < through.length && line.isTimely(); i++) {
      if (region.width(i) > 0 && line.hits(i, region.least(i), region.greatest(i))) {
        return true;
      }
    }
    return false;
  }

  /** The lines through a point. */
  private final class Line {
    private final double[] through;
    private final SimplexBounds bounds;
    private final int label;
    private final int[] position = new int[1];
    private final double[][] corners = new double[2][1];

    Line(double[] through) {
      this.through = through;
      this.bounds = SimplexBounds.exact(network, Tensor.of(network.network().input(), through));
      this.label = greatest(bounds.logits());
    }

    boolean isTimely() {
      return timer.remainingMillis() > until;
    }

    boolean hits(int index, double low, double high) {
      position[0] = index;
      return !leads(low, high) && (tries(low) || tries(high) || part(low, high, 0));
    }

    private boolean leads(double low, double high) {
      corners[0][0] = low;
      corners[1][0] = high;
      bounds.enclose(position, corners);
      bounds.leads(label);
      return bounds.leadsAll();
    }

    /** Whether there is a hit between the ends of a part, which was just enclosed. */
    private boolean part(double low, double high, int halvings) {
      double middle = 0.5 * low + 0.5 * high;
      if (bounds.isAffine() || halvings == MOST_HALVINGS || !(low < middle && middle < high)) {
        return false;
      }
      return tries(middle)
          || (isTimely() && !leads(low, middle) && part(low, middle, halvings + 1))
          || (isTimely() && !leads(middle, high) && part(middle, high, halvings + 1));
    }

    private boolean tries(double value) {
      double[] moved = through.clone();
      moved[position[0]] = value;
      return candidates.near(moved);
    }
  }

  private static int greatest(double[] logits) {
    int greatest = 0;
    for (int i = 1; i < logits.length; i++) {
      greatest = logits[i] > logits[greatest] ? i : greatest;
    }
    return greatest;
  }
}

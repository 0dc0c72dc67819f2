package org.assay.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.assay.bounds.InputBox;
import org.assay.bounds.LeadSearch;
import org.assay.bounds.Subproblem;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Branch and bound over the members of a discrete ball.
 *
 * <p>A box of members is closed where the bounds leave no lead open; else it is cut between two
 * members of one position, down to single inputs, which are run exactly. Complete, but in the worst
 * case it looks at every input there is, so that it is meant for few of them, or for witnesses that
 * lie between members. For one thread.
 */
final class MemberSearch {

  /** So many inputs are looked at one by one without thinking twice. */
  private static final int SHORT = 1 << 12;

  private static final int STEPS = 10;

  private final LeadSearch search;
  private final Candidates candidates;
  private final int label;
  private final Budget.Timer timer;

  /** Parts whose ends are members; open ones. */
  private final Deque<InputBox> boxes = new ArrayDeque<>();

  private double least = Double.POSITIVE_INFINITY;

  MemberSearch(LeadSearch search, Candidates candidates, int label, Budget.Timer timer) {
    this.search = search;
    this.candidates = candidates;
    this.label = label;
    this.timer = timer;
  }

  /** Whether a ball holds so few inputs that each can be looked at. */
  static boolean isShort(Ball ball) {
    long inputs = ball.isDiscrete() ? 1 : Long.MAX_VALUE;
    for (int i = 0; i < ball.image().size() && inputs <= SHORT; i++) {
      long here = 0;
      double next = ball.leastMember(i);
      while (next <= ball.greatestMember(i) && here <= SHORT) {
        here++;
        next = ball.ceiling(i, Math.nextUp(next));
      }
      inputs *= here;
    }
    return inputs <= SHORT;
  }

  /** No more than the least of the leads, once {@link #decide} has ended. */
  double least() {
    return least;
  }

  /** Robust where none of the label's leads over some others is negative at any member. */
  Verdict decide(List<Integer> others) {
    Ball ball = candidates.ball();
    double[] low = new double[ball.image().size()];
    double[] high = new double[low.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = ball.leastMember(i);
      high[i] = ball.greatestMember(i);
    }
    Shape shape = ball.image().shape();
    boxes.push(new InputBox(Tensor.of(shape, low), Tensor.of(shape, high)));
    while (!boxes.isEmpty()) {
      if (timer.expired()) {
        least = Double.NEGATIVE_INFINITY;
        return undecided();
      }
      Verdict.Violated violated = look(boxes.pop(), others);
      if (violated != null) {
        least = Double.NEGATIVE_INFINITY;
        return violated;
      }
    }
    return new Verdict.Robust(Proof.EXHAUSTED, Arithmetic.EXACT, false);
  }

  private Verdict undecided() {
    return candidates.realWitness()
        ? new Verdict.Undecided(
            Reason.NO_REPRESENTABLE_WITNESS,
            "real numbers win; %d boxes of members are open".formatted(boxes.size()))
        : new Verdict.Undecided(
            Reason.TIMEOUT, "%d boxes of members are open".formatted(boxes.size()));
  }

  private Verdict.@Nullable Violated look(InputBox box, List<Integer> others) {
    int widest = widest(box);
    if (widest < 0) {
      least = Math.min(least, 0);
      return candidates.exactly(box.low().toDoubles());
    }
    Subproblem part = search.enclose(box, timer::expired);
    for (int other : others) {
      double bound = search.leastLead(part, label, other);
      if (bound < 0) {
        LeadSearch.Found found = search.raise(part, label, other, STEPS);
        bound = found.least();
        if (bound < 0) {
          Verdict.Violated violated = candidates.near(found.corner().toDoubles());
          if (violated == null) {
            cut(box, other);
          }
          return violated;
        }
      }
      least = Math.min(least, bound);
    }
    return null;
  }

  /** Where a box is widest; -1 where it is a single input. */
  private static int widest(InputBox box) {
    int widest = -1;
    double most = 0;
    for (int i = 0; i < box.low().size(); i++) {
      if (width(box, i) > most) {
        most = width(box, i);
        widest = i;
      }
    }
    return widest;
  }

  private static double width(InputBox box, int position) {
    return box.high().at(position) - box.low().at(position);
  }

  /** Cuts a box at the position that is likely to move a lead most. */
  private void cut(InputBox box, int other) {
    double[] middle = box.low().toDoubles();
    for (int i = 0; i < middle.length; i++) {
      middle[i] = 0.5 * middle[i] + 0.5 * box.high().at(i);
    }
    double[] slopes = new PlainRun(candidates.network(), middle).slopes(label, other);
    int where = widest(box);
    for (int i = 0; i < middle.length; i++) {
      boolean more =
          Math.abs(slopes[i]) * width(box, i) > Math.abs(slopes[where]) * width(box, where);
      where = more ? i : where;
    }
    // The middle of two neighbouring doubles may be the greater one.
    double border = Math.min(middle[where], Math.nextDown(box.high().at(where)));
    double below = candidates.ball().floor(where, border);
    double above = candidates.ball().ceiling(where, Math.nextUp(border));
    boxes.push(new InputBox(box.low().with(where, above), box.high()));
    boxes.push(new InputBox(box.low(), box.high().with(where, below)));
  }
}

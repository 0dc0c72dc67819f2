package org.assay.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.assay.bounds.Gap;
import org.assay.bounds.GapSearch;
import org.assay.bounds.GapSearch.Found;
import org.assay.bounds.InputBox;
import org.assay.bounds.Subproblem;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Reason;

/**
 * Branch and bound over the allowed values of a discrete region.
 *
 * <p>A box is closed where the bounds leave no target open; else it is cut between two values of
 * one position, down to single inputs, which are run exactly. Complete, but in the worst case it
 * looks at every input there is, so that it is meant for few of them, or for witnesses that lie
 * between members. For one thread.
 */
final class MemberSearch {

  /** So many inputs are looked at one by one without thinking twice. */
  private static final int SHORT = 1 << 12;

  private static final int STEPS = 10;

  private final GapSearch search;
  private final Candidates candidates;
  private final List<Target> targets;
  private final Budget.Timer timer;
  private final Allowed allowed;

  /** Parts whose ends are allowed values; open ones. */
  private final Deque<InputBox> boxes = new ArrayDeque<>();

  private double least = Double.POSITIVE_INFINITY;

  /**
   * A search.
   *
   * @param candidates of a discrete region
   * @param targets that bounds of the whole region leave open
   */
  MemberSearch(GapSearch search, Candidates candidates, List<Target> targets, Budget.Timer timer) {
    this.search = search;
    this.candidates = candidates;
    this.targets = targets;
    this.timer = timer;
    this.allowed = Objects.requireNonNull(candidates.region().allowed());
  }

  /** Whether a region holds so few inputs that each can be looked at. */
  static boolean isShort(Region region) {
    Allowed allowed = region.allowed();
    if (allowed == null) {
      return false;
    }
    InputBox box = region.box();
    long inputs = 1;
    for (int i = 0; i < region.size() && inputs <= SHORT; i++) {
      long here = 0;
      double next = box.low().at(i);
      while (next <= box.high().at(i) && here <= SHORT) {
        here++;
        next = allowed.ceiling(i, Math.nextUp(next));
      }
      inputs *= here;
    }
    return inputs <= SHORT;
  }

  /** No more than the least weighed gap of the open targets, once {@link #decide} has ended. */
  double least() {
    return least;
  }

  /** Closed where none of the targets is met at any input. */
  Decision decide() {
    boxes.push(candidates.region().box());
    while (!boxes.isEmpty()) {
      if (candidates.borderline() != null) {
        least = Double.NEGATIVE_INFINITY;
        return Decision.DEPENDENT;
      }
      if (timer.expired()) {
        least = Double.NEGATIVE_INFINITY;
        return new Decision.Open(
            Reason.TIMEOUT, "%d boxes of members are open".formatted(boxes.size()));
      }
      if (accepts(boxes.pop())) {
        least = Double.NEGATIVE_INFINITY;
        return new Decision.Accepted();
      }
    }
    return new Decision.Closed(Proof.EXHAUSTED);
  }

  /** Whether a point of a box is accepted; else it is closed or cut. */
  private boolean accepts(InputBox box) {
    if (widest(box) < 0) {
      least = Math.min(least, 0);
      return candidates.exactly(box.low().toDoubles());
    }
    Subproblem part = search.enclose(box, timer::expired);
    for (Target target : targets) {
      List<Gap> gaps = target.gaps();
      Found found = search.narrow(part, gaps, timer::expired);
      found = found.closed() ? found : search.raise(found.part(), gaps, STEPS);
      if (!found.closed()) {
        if (candidates.near(found.corner().toDoubles())) {
          return true;
        }
        cut(box, target);
        return false;
      }
      least = Math.min(least, found.margin());
    }
    return false;
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
  private void cut(InputBox box, Target target) {
    double[] middle = box.low().toDoubles();
    for (int i = 0; i < middle.length; i++) {
      middle[i] = 0.5 * middle[i] + 0.5 * box.high().at(i);
    }
    PlainRun run = new PlainRun(candidates.network(), middle);
    double[] slopes = run.slopes(target.worstGap(middle, run.outputs()));
    int where = widest(box);
    for (int i = 0; i < middle.length; i++) {
      boolean more =
          Math.abs(slopes[i]) * width(box, i) > Math.abs(slopes[where]) * width(box, where);
      where = more ? i : where;
    }
    // The middle of two neighbouring doubles may be the greater one.
    double border = Math.min(middle[where], Math.nextDown(box.high().at(where)));
    double below = allowed.floor(where, border);
    double above = allowed.ceiling(where, Math.nextUp(border));
    boxes.push(new InputBox(box.low().with(where, above), box.high()));
    boxes.push(new InputBox(box.low(), box.high().with(where, below)));
  }
}

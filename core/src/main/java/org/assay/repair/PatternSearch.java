package org.assay.repair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Looks for small patches from pattern to pattern. Each is solved as a linear program; from the
 * best so far one goes to neighbours across the bounds that its solution leans against, all at
 * once, then one at a time. What is found is a patch only once it was run exactly.
 */
final class PatternSearch {

  /** Margins that a patch may be asked for in turn, so that rounding does not spoil it. */
  private static final double[] MARGINS = {1e-6, 1e-4};

  private static final double BETTER = 1e-7;

  private final PatchTask task;
  private final NearModel model;
  private final Budget.Timer timer;
  private final Set<List<Integer>> seen = new HashSet<>();

  PatternSearch(PatchTask task, NearModel model, Budget.Timer timer) {
    this.task = task;
    this.model = model;
    this.timer = timer;
  }

  /** The best checked patch found from some changes on; null where there is none. */
  @Nullable Patch from(double[] changes) {
    for (double margin : MARGINS) {
      Patch patch = withMargin(changes, margin);
      if (patch != null) {
        return patch;
      }
    }
    return null;
  }

  /**
   * The best checked patch found from some changes on, that of the widest margin where the margin
   * is not reached; null where there is none.
   *
   * @param margin by which all that must be greater than zero is to be
   */
  @Nullable Patch withMargin(double[] changes, double margin) {
    PatternProgram.Solution best = descend(pattern(changes), margin);
    return best == null || best.margin() <= 0 ? null : checked(best.changes().toDoubles());
  }

  /** The patch of some changes, if an exact run shows that it is one. */
  @Nullable Patch checked(double[] changes) {
    List<Rational> exact = new ArrayList<>();
    for (int p = 0; p < changes.length; p++) {
      Rational reach = model.exact().reach().get(p);
      exact.add(Rational.of(changes[p]).max(reach.negate()).min(reach));
    }
    return checkedExactly(exact);
  }

  /** The patch of exact changes within their reach, if an exact run shows that it is one. */
  @Nullable Patch checkedExactly(List<Rational> changes) {
    Patch patch = task.patch(changes);
    return task.isMetBy(patch) ? patch : null;
  }

  private List<Integer> pattern(double[] changes) {
    double[] bases = model.bases(changes);
    return IntStream.range(0, bases.length).mapToObj(c -> model.segment(c, bases[c])).toList();
  }

  private PatternProgram.@Nullable Solution descend(List<Integer> start, double margin) {
    seen.clear();
    PatternProgram.Solution best = solve(start, margin);
    while (best != null && !timer.expired()) {
      PatternProgram.Solution next = better(best, margin);
      if (next == null) {
        break;
      }
      best = next;
    }
    return best;
  }

  private PatternProgram.@Nullable Solution better(PatternProgram.Solution best, double margin) {
    List<PatternProgram.Move> moves = best.moves();
    PatternProgram.Solution all = after(best, moves, margin);
    for (int m = 0; all == null && m < moves.size() && moves.size() > 1; m++) {
      all = after(best, moves.subList(m, m + 1), margin);
    }
    return all;
  }

  /** The solution after some steps, if it is better and its pattern was not looked at yet. */
  private PatternProgram.@Nullable Solution after(
      PatternProgram.Solution best, List<PatternProgram.Move> moves, double margin) {
    List<Integer> pattern = new ArrayList<>(best.pattern());
    moves.forEach(move -> pattern.set(move.curve(), pattern.get(move.curve()) + move.step()));
    if (moves.isEmpty() || timer.expired() || !seen.add(pattern)) {
      return null;
    }
    PatternProgram.Solution next = solve(pattern, margin);
    return next != null && next.worth() > best.worth() + BETTER * Math.abs(best.worth())
        ? next
        : null;
  }

  private PatternProgram.@Nullable Solution solve(List<Integer> pattern, double margin) {
    return new PatternProgram(model, pattern).solve(margin);
  }
}

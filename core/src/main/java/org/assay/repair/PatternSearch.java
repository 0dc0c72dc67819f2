package org.assay.repair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
      PatternProgram.Solution best = descend(pattern(changes), margin);
      if (best == null || best.margin() <= 0) {
        return null;
      }
      Patch patch = checked(best.changes());
      if (patch != null) {
        return patch;
      }
    }
    return null;
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

  private int[] pattern(double[] changes) {
    double[] bases = model.run(changes).bases();
    int[] pattern = new int[bases.length];
    for (int c = 0; c < pattern.length; c++) {
      pattern[c] = model.segment(c, bases[c]);
    }
    return pattern;
  }

  private PatternProgram.@Nullable Solution descend(int[] start, double margin) {
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
    int[] pattern = best.pattern().clone();
    List<Integer> key = new ArrayList<>();
    moves.forEach(move -> pattern[move.curve()] += move.step());
    for (int piece : pattern) {
      key.add(piece);
    }
    if (moves.isEmpty() || timer.expired() || !seen.add(key)) {
      return null;
    }
    PatternProgram.Solution next = solve(pattern, margin);
    return next != null && next.worth() > best.worth() + BETTER * Math.abs(best.worth())
        ? next
        : null;
  }

  private PatternProgram.@Nullable Solution solve(int[] pattern, double margin) {
    return new PatternProgram(model, pattern).solve(margin, Double.POSITIVE_INFINITY);
  }
}

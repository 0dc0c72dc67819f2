package org.assay.repair;

import java.util.ArrayDeque;
import java.util.Deque;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.simplex.DualSimplex;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is a patch within a radius.
 *
 * <p>Method: branch and bound over the pieces of curves. A part is closed by a {@link Certificate}
 * from its {@link Relaxation}, which also narrows it; the relaxation's point, and what a {@link
 * PatternSearch} makes of it, are tried as patches; else the curve whose hull overstates most is
 * cut. Parts with one piece of each curve that rounding leaves open go to the exact solver.
 * Guarantee: sound and, within the budget, complete. For one thread.
 */
final class RadiusSearch {

  /** A pattern search starts in one part in so many. */
  private static final int PARTS_PER_PATTERN_SEARCH = 64;

  /**
   * What it counts for where to cut that a point is off a curve, beside what that overstates: only
   * where the latter does not tell curves apart.
   */
  private static final double OFF = 1e-3;

  private static final int MOST_NARROWINGS = 20;

  private final PatternSearch patterns;
  private final NearModel model;
  private final Relaxation relaxation;
  private final Z3Session session;
  private final Budget.Timer timer;
  private final Deque<Ranges> open = new ArrayDeque<>();
  private long parts;
  private @Nullable Patch found;
  private Verdict.@Nullable Undecided why;

  /** What came of a search: a checked patch, that there is none, or why neither is known. */
  record Answer(@Nullable Patch patch, Verdict.@Nullable Undecided why, long parts) {

    boolean isNone() {
      return patch == null && why == null;
    }
  }

  RadiusSearch(PatchTask task, Rational radius, Z3Session session, Budget.Timer timer) {
    this.model = new NearModel(PatchModel.of(task, radius));
    this.patterns = new PatternSearch(task, model, timer);
    this.relaxation = new Relaxation(model);
    this.session = session;
    this.timer = timer;
  }

  Answer decide() {
    open.push(Ranges.whole(model.exact()));
    while (!open.isEmpty() && found == null) {
      if (timer.expired()) {
        why = new Verdict.Undecided(Reason.TIMEOUT, open.size() + " parts are left");
        break;
      }
      parts++;
      decide(open.pop());
    }
    return new Answer(found, found == null ? why : null, parts);
  }

  private void decide(Ranges part) {
    for (int n = 0; n < MOST_NARROWINGS; n++) {
      DualSimplex.End end = relaxation.solve(part);
      Certificate certificate = certificate(part);
      if (end != DualSimplex.End.OPTIMAL && !certificate.closes(part)) {
        end = relaxation.solveAnew(part);
        certificate = certificate(part);
      }
      if (certificate.closes(part)) {
        return;
      }
      boolean narrowed = certificate.narrow(part);
      if (end == DualSimplex.End.OPTIMAL && isPatch()) {
        return;
      }
      if (!narrowed) {
        split(part, certificate);
        return;
      }
    }
    open.push(part);
  }

  private Certificate certificate(Ranges part) {
    return new Certificate(model, part, relaxation.prices(), relaxation.linkPrices());
  }

  /** Tries the point of the relaxation, and now and then the patterns around it. */
  private boolean isPatch() {
    double[] changes = relaxation.changes();
    if (model.least(changes) > 0) {
      found = patterns.checked(changes);
    }
    if (found == null && parts % PARTS_PER_PATTERN_SEARCH == 1) {
      found = patterns.from(changes);
    }
    return found != null;
  }

  private void split(Ranges part, Certificate certificate) {
    double[] bases = relaxation.bases();
    int best = -1;
    double most = -1;
    for (int c = 0; c < bases.length; c++) {
      double overstated =
          part.isOpen(c) ? certificate.overstated(c, bases[c]) + OFF * relaxation.off(c) : -1;
      if (overstated > most) {
        most = overstated;
        best = c;
      }
    }
    if (best < 0) {
      ask(part);
      return;
    }
    int point = nearest(part, best, bases[best]);
    Ranges below = part.below(best, point);
    Ranges above = part.above(best, point);
    boolean isBelow = bases[best] < model.points(best)[point];
    open.push(isBelow ? above : below);
    open.push(isBelow ? below : above);
  }

  /** The inner point of a range that is nearest to a base. */
  private int nearest(Ranges part, int curve, double base) {
    double[] points = model.points(curve);
    int nearest = part.from(curve) + 1;
    for (int i = nearest; i < part.to(curve); i++) {
      if (Math.abs(points[i] - base) < Math.abs(points[nearest] - base)) {
        nearest = i;
      }
    }
    return nearest;
  }

  /** The exact solver's word on a part. */
  private void ask(Ranges part) {
    Outcome outcome = new Remainder(model.exact(), part).ask(session, timer);
    if (outcome instanceof Outcome.Sat sat) {
      found = patterns.checkedExactly(sat.point().subList(0, model.changes()));
      if (found == null) {
        why = new Verdict.Undecided(Reason.WITNESS_REJECTED, "the solver's point is no patch");
      }
    } else if (outcome instanceof Outcome.Unknown unknown) {
      Reason reason = unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN;
      why = new Verdict.Undecided(reason, unknown.detail());
    }
  }
}

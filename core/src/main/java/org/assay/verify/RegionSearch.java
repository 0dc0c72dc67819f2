package org.assay.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.assay.bounds.GapSearch;
import org.assay.bounds.GapSearch.Found;
import org.assay.bounds.OrderBounds;
import org.assay.bounds.Subproblem;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The search for a point of a region that meets one of some targets, or for the proof that there is
 * none, cheapest first: two corners, bounds, raised bounds, an attack; then, where one input moves,
 * a walk along it in rationals; else branch and bound, over inputs where few can move and more
 * units bend, or over units.
 *
 * <p>In ANY_ORDER the targets are first widened by what rounding can do anywhere in the region, so
 * that a proof is one for computed numbers in every order. Where a point seems to meet a widened
 * target there is no such proof; what is left of the time goes to the targets themselves, whose
 * points the judge accepts where every order meets one. For one thread.
 */
final class RegionSearch {

  /** Boxes of more free inputs are not cut first of all. */
  private static final int FEW_INPUTS = 45;

  /** So few units that bend are decided both ways rather, which comes to an end even at ties. */
  private static final int FEW_UNITS = 12;

  private static final int STEPS = 20;

  private final GapSearch search;
  private final Candidates candidates;
  private final ExactCase.Solver solver;
  private final boolean everyOrder;
  private final List<Lead> open = new ArrayList<>();
  private double least = Double.POSITIVE_INFINITY;
  private String method = "bounds";
  private boolean overInputs;
  private boolean dependent;

  /** A target that bounds leave open. */
  record Lead(Target target, Found found) {}

  /**
   * A search.
   *
   * @param arithmetic EXACT, or ANY_ORDER with a judge of that arithmetic
   */
  RegionSearch(
      GapSearch search, Candidates candidates, ExactCase.Solver solver, Arithmetic arithmetic) {
    this.everyOrder = arithmetic == Arithmetic.ANY_ORDER;
    this.search = search;
    this.candidates = candidates;
    this.solver = solver;
  }

  /** No more than the least weighed gap of any target. */
  double least() {
    return least;
  }

  /** What has brought the last decision: bounds, attack, lines, segment, cases or members. */
  String method() {
    return method;
  }

  /**
   * A decision by bounds and an attack, or null.
   *
   * @param middle a point to attack from
   */
  @Nullable Decision begin(List<Target> targets, double[] middle) {
    if (solver.timer().expired()) {
      return new Decision.Open(Reason.TIMEOUT, "no time left");
    }
    if (candidates.near(middle)) {
      return new Decision.Accepted();
    }
    // Triggers that no slope leads to: all inputs dark, or bright, at once. Two runs, where bounds
    // of such networks take long and say nothing.
    Region region = candidates.region();
    if (candidates.near(region.between(() -> 0)) || candidates.near(region.between(() -> 1))) {
      method = "attack";
      least = Double.NEGATIVE_INFINITY;
      return new Decision.Accepted();
    }
    Decision bounded = bound(targets);
    if (bounded != null) {
      return bounded;
    }
    method = "attack";
    GradientAttack attack = new GradientAttack(candidates, solver.timer());
    for (Lead lead : open) {
      if (attack.search(lead.found.corner().toDoubles(), middle, lead.target)) {
        return accepted();
      }
    }
    if (new LineAttack(search.network(), candidates, solver.timer()).search(middle)) {
      method = "lines";
      return accepted();
    }
    return candidates.borderline() == null ? null : depends(targets);
  }

  /**
   * Gives up that all orders agree: bounds the targets themselves, which are all that is looked for
   * from now on. Null where they are open.
   */
  private @Nullable Decision depends(List<Target> targets) {
    double[] borderline = candidates.borderline();
    if (borderline != null && candidates.exactly(borderline)) {
      return accepted();
    }
    open.forEach(lead -> least = Math.min(least, lead.found.least()));
    dependent = true;
    open.clear();
    candidates.giveUp();
    double proved = least;
    Decision bounded = bound(targets);
    least = proved;
    return bounded == null ? null : Decision.DEPENDENT;
  }

  private Decision accepted() {
    open.forEach(lead -> least = Math.min(least, lead.found.least()));
    return new Decision.Accepted();
  }

  /** Bounds the targets; a decision unless some are open. */
  private @Nullable Decision bound(List<Target> asked) {
    Budget.Timer timer = solver.timer();
    Subproblem root = search.enclose(candidates.region().box(), timer::expired);
    int free = candidates.region().free();
    overInputs = free <= FEW_INPUTS && root.enclosure().open() > Math.max(free, FEW_UNITS);
    List<Target> targets = asked;
    if (everyOrder && !dependent) {
      OrderBounds errors = OrderBounds.of(root);
      if (!errors.isFinite()) {
        return new Decision.Open(Reason.OVERFLOW, "numbers may leave the element type's range");
      }
      targets = asked.stream().map(t -> widened(t, errors)).toList();
      candidates.watch(targets);
    }
    for (Target target : targets) {
      if (target.gaps().isEmpty()) {
        continue;
      }
      Found found =
          overInputs
              ? search.narrow(root, target.gaps(), timer::expired)
              : search.aim(root, target.gaps());
      if (!found.closed() && !overInputs && !timer.expired()) {
        found = search.raise(found.part(), target.gaps(), STEPS);
      }
      if (found.closed()) {
        least = Math.min(least, found.margin());
      } else {
        open.add(new Lead(target, found));
      }
    }
    open.sort(Comparator.comparingDouble(lead -> lead.found.least()));
    return open.isEmpty() ? new Decision.Closed(Proof.BOUNDS) : null;
  }

  private Target widened(Target target, OrderBounds errors) {
    return target.widened(candidates.network(), errors::input, errors::output);
  }

  /**
   * Decides what {@link #begin} has left open.
   *
   * @param targets the same
   */
  Decision finish(List<Target> targets) {
    Decision decision = searched();
    if (everyOrder && !dependent && isDependent(decision)) {
      decision = depends(targets);
      decision = decision == null ? searched() : decision;
    }
    boolean decided = decision instanceof Decision.Closed || isDependent(decision);
    return dependent && decided ? Decision.DEPENDENT : decision;
  }

  /** Whether a search ended because it cannot tell, rather than for want of time. */
  private static boolean isDependent(Decision decision) {
    return decision instanceof Decision.Open ended
        && (ended.reason() == Reason.ORDER_DEPENDENT || ended.reason() == Reason.WITNESS_REJECTED);
  }

  private Decision searched() {
    Region region = candidates.region();
    boolean few = region.free() <= FEW_INPUTS || MemberSearch.isShort(region);
    if (region.allowed() != null && few) {
      return members();
    }
    if (ExactSegment.takes(candidates.network(), region)) {
      method = "segment";
      return new ExactSegment(candidates, open.stream().map(Lead::target).toList(), solver.timer())
          .decide();
    }
    method = "cases";
    if (overInputs) {
      BoxSearch boxes = new BoxSearch(search, candidates, open, solver);
      Decision decision = boxes.decide();
      least = Math.min(least, boxes.least());
      return decision;
    }
    Decision undecided = null;
    for (Lead lead : refined()) {
      CaseSearch cases = new CaseSearch(search, candidates, lead.target, solver);
      Decision decision = cases.decide(lead.found);
      least = Math.min(least, cases.least());
      if (decision instanceof Decision.Accepted) {
        return decision;
      }
      undecided = undecided == null && decision instanceof Decision.Open ? decision : undecided;
    }
    return undecided == null ? new Decision.Closed(Proof.EXHAUSTED) : undecided;
  }

  /** Decides what {@link #begin} has left open by the members of a discrete region. */
  Decision members() {
    method = "members";
    List<Target> targets = open.stream().map(Lead::target).toList();
    MemberSearch members = new MemberSearch(search, candidates, targets, solver.timer());
    Decision decision = members.decide();
    least = Math.min(least, members.least());
    return decision;
  }

  /** The open targets with bounds of units that were refined for at most a fourth of the time. */
  private List<Lead> refined() {
    Budget.Timer timer = solver.timer();
    long until = timer.remainingMillis() / 4 * 3;
    Subproblem whole = open.get(0).found.part();
    Subproblem root = search.refine(whole, () -> timer.remainingMillis() < until);
    List<Lead> leads = new ArrayList<>();
    if (root == null) {
      return leads;
    }
    for (Lead lead : open) {
      Found found = search.aim(root, lead.target.gaps());
      found = search.raise(found.part(), lead.target.gaps(), timer.expired() ? 0 : STEPS);
      leads.add(new Lead(lead.target, found));
    }
    return leads;
  }
}

package org.assay.verify;

import java.util.List;
import org.assay.bounds.GapSearch;
import org.assay.bounds.GapSearch.Found;
import org.assay.bounds.Subproblem;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.smt.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Branch and bound for some targets at once over a few inputs: boxes are halved and bounded anew,
 * each within the bounds of the one it comes from (as ReluVal does with intervals; Wang, Pei,
 * Whitehouse, Yang, Jana, USENIX Security 2018, arXiv:1804.10829). A box on which only rounding
 * seems to be missing, or that cannot be cut, goes to the exact solver if the network is small. The
 * halves of a box leave nothing out. For one thread.
 */
final class BoxSearch {

  private static final int MOST_QUEUED = 2_000;

  /** Steps for a box that bounds leave open. */
  private static final int STEPS = 3;

  private final GapSearch search;
  private final Candidates candidates;
  private final ExactCase.Solver solver;
  private final OpenParts<RegionSearch.Lead> open =
      new OpenParts<>(MOST_QUEUED, lead -> lead.found().least());
  private double least = Double.POSITIVE_INFINITY;
  private long boxes;

  BoxSearch(
      GapSearch search,
      Candidates candidates,
      List<RegionSearch.Lead> roots,
      ExactCase.Solver solver) {
    this.search = search;
    this.candidates = candidates;
    this.solver = solver;
    roots.forEach(open::add);
  }

  /** No more than the least weighed gap, once {@link #decide} has ended. */
  double least() {
    return Math.min(least, open.least());
  }

  /** Closed where no target is met anywhere. */
  Decision decide() {
    while (!open.isEmpty()) {
      if (candidates.borderline() != null) {
        return Decision.DEPENDENT;
      }
      if (solver.timer().expired()) {
        return new Decision.Open(
            Reason.TIMEOUT, "%d boxes are open, %d were bounded".formatted(open.size(), boxes));
      }
      RegionSearch.Lead box = open.next();
      Decision end = cut(box);
      if (end != null) {
        least = Math.min(least, box.found().margin());
        return end;
      }
    }
    return new Decision.Closed(Proof.EXHAUSTED);
  }

  private @Nullable Decision cut(RegionSearch.Lead box) {
    Target target = box.target();
    Found found = box.found();
    if (ExactCase.isTie(found, candidates.network())) {
      return exactly(box);
    }
    Subproblem part = search.where(found.part(), target.gaps());
    List<Subproblem> halves = search.halves(part, target.gaps(), solver.timer()::expired);
    if (halves.size() == 1 && halves.get(0) == part) {
      return ExactCase.isSmall(candidates.network())
          ? exactly(box)
          : new Decision.Open(Reason.TIMEOUT, "a box cannot be cut any further");
    }
    for (Subproblem half : halves) {
      if (add(target, half)) {
        return new Decision.Accepted();
      }
    }
    return null;
  }

  /** Bounds a box and keeps it if it is open; true where a point of it is accepted. */
  private boolean add(Target target, Subproblem half) {
    boxes++;
    Found found = search.narrow(half, target.gaps(), solver.timer()::expired);
    if (!found.closed()) {
      found = search.raise(found.part(), target.gaps(), STEPS);
    }
    if (found.closed()) {
      least = Math.min(least, found.margin());
      return false;
    }
    open.add(new RegionSearch.Lead(target, found));
    return candidates.near(found.corner().toDoubles());
  }

  private @Nullable Decision exactly(RegionSearch.Lead box) {
    Outcome outcome = ExactCase.ask(candidates, box.found().part(), box.target(), solver);
    if (outcome instanceof Outcome.Unsat) {
      least = Math.min(least, 0);
      return null;
    }
    return ExactCase.end(outcome, candidates);
  }
}

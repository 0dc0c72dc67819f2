package org.assay.verify;

import java.util.List;
import org.assay.bounds.GapSearch;
import org.assay.bounds.GapSearch.Found;
import org.assay.bounds.Split;
import org.assay.bounds.Subproblem;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.smt.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Branch and bound for one target over the units that bend.
 *
 * <p>The part with the least bound is taken first. A part is closed where its bound says so; else
 * the bend whose two sides gain most is decided both ways. Where no bend matters any more, or only
 * rounding seems to be missing, the exact solver decides the part if the network is small;
 * otherwise its box is halved. Every part lies in one that was split, and the sides of a split
 * leave nothing out. For one thread.
 */
final class CaseSearch {

  private static final int STEPS = 10;

  /** So many units are bounded anew after a split, those whose lines lose most. */
  private static final int RENEWED = 12;

  /** Steps for a part on which no bend matters any more. */
  private static final int LAST_STEPS = 200;

  private static final int MOST_QUEUED = 4_000;

  private final GapSearch search;
  private final Candidates candidates;
  private final Target target;
  private final ExactCase.Solver solver;
  private final OpenParts<Found> open = new OpenParts<>(MOST_QUEUED, Found::least);
  private double least = Double.POSITIVE_INFINITY;
  private long parts;

  CaseSearch(GapSearch search, Candidates candidates, Target target, ExactCase.Solver solver) {
    this.search = search;
    this.candidates = candidates;
    this.target = target;
    this.solver = solver;
  }

  /** No more than the least weighed gap, once {@link #decide} has ended. */
  double least() {
    return Math.min(least, open.least());
  }

  /** Closed where the target is nowhere met; a point that is accepted may meet another one. */
  Decision decide(Found root) {
    add(root);
    while (!open.isEmpty()) {
      if (candidates.borderline() != null) {
        return Decision.DEPENDENT;
      }
      if (solver.timer().expired()) {
        return undecided("%d parts are open, %d were bounded");
      }
      Found part = open.next();
      Decision end =
          candidates.near(part.corner().toDoubles())
              ? new Decision.Accepted()
              : part.branches().isEmpty() ? settle(part) : branch(part);
      if (end != null) {
        least = Math.min(least, part.least());
        return end;
      }
    }
    return new Decision.Closed(Proof.EXHAUSTED);
  }

  private Decision undecided(String detail) {
    return new Decision.Open(Reason.TIMEOUT, detail.formatted(open.size(), parts));
  }

  private void add(Found part) {
    parts++;
    if (part.closed()) {
      least = Math.min(least, part.least());
    } else {
      open.add(part);
    }
  }

  private void add(@Nullable Subproblem part) {
    if (part != null) {
      add(search.raise(part, target.gaps(), STEPS));
    }
  }

  /** Decides a bend both ways; a decision where that ends the search. */
  private @Nullable Decision branch(Found part) {
    if (ExactCase.isTie(part, candidates.network())) {
      return exactly(part);
    }
    Split split = search.best(part, target.gaps());
    add(side(part, split));
    add(side(part, split.other()));
    return null;
  }

  /** The first condition of all is worth more than those below it. */
  private @Nullable Subproblem side(Found whole, Split split) {
    Subproblem side = whole.part().with(split);
    return side.splits().size() == 1
        ? search.renew(side, solver.timer()::expired)
        : search.renew(side, whole.branches().stream().limit(RENEWED).toList());
  }

  /** Decides a part on which no bend matters: only multipliers can raise its bound. */
  private @Nullable Decision settle(Found part) {
    Found raised = search.raise(part.part(), target.gaps(), LAST_STEPS);
    if (raised.closed()) {
      add(raised);
      return null;
    }
    if (candidates.near(raised.corner().toDoubles())) {
      return new Decision.Accepted();
    }
    return ExactCase.isSmall(candidates.network()) ? exactly(raised) : halve(raised);
  }

  private @Nullable Decision exactly(Found part) {
    Outcome outcome = ExactCase.ask(candidates, part.part(), target, solver);
    if (outcome instanceof Outcome.Unsat) {
      least = Math.min(least, 0);
      return null;
    }
    return ExactCase.end(outcome, candidates);
  }

  private @Nullable Decision halve(Found part) {
    List<Subproblem> halves = search.halves(part.part(), target.gaps(), solver.timer()::expired);
    if (halves.size() == 1 && halves.get(0) == part.part()) {
      return undecided("a part cannot be cut any further; %d more are open, %d were bounded");
    }
    halves.forEach(this::add);
    return null;
  }
}

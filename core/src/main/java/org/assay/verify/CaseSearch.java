package org.assay.verify;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.assay.bounds.LeadSearch;
import org.assay.bounds.LeadSearch.Found;
import org.assay.bounds.Split;
import org.assay.bounds.Subproblem;
import org.assay.query.Arithmetic;
import org.assay.query.Proof;
import org.assay.query.Reason;
import org.assay.query.Verdict;
import org.assay.smt.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Branch and bound for one label's lead over another one.
 *
 * <p>The part with the least bound is taken first. A part is closed where its bound is not
 * negative; else the bend whose two sides have the best bounds is decided both ways. Where no bend
 * matters any more, or only rounding seems to be missing, the exact solver decides the part if the
 * network is small; otherwise its box is halved. Every part lies in one that was split, and the
 * sides of a split leave nothing out. For one thread.
 */
final class CaseSearch {

  private static final int STEPS = 10;

  /** Steps for a part on which no bend matters any more. */
  private static final int LAST_STEPS = 200;

  /** Beyond so many open parts, which are kept in memory, the newest is taken first. */
  private static final int MOST_QUEUED = 4_000;

  /** A bound above this is within rounding of a tie. */
  private static final double NEARLY = -1e-9;

  private final LeadSearch search;
  private final Candidates candidates;
  private final ExactCase.LeadOf lead;
  private final ExactCase.Solver solver;
  private final PriorityQueue<Found> queue =
      new PriorityQueue<>(Comparator.comparingDouble(Found::least));
  private final Deque<Found> stack = new ArrayDeque<>();
  private double least = Double.POSITIVE_INFINITY;
  private long parts;

  CaseSearch(
      LeadSearch search, Candidates candidates, ExactCase.LeadOf lead, ExactCase.Solver solver) {
    this.search = search;
    this.candidates = candidates;
    this.lead = lead;
    this.solver = solver;
  }

  /** No more than the least lead, once {@link #decide} has ended. */
  double least() {
    double open = queue.isEmpty() ? least : Math.min(least, queue.peek().least());
    return stack.stream().mapToDouble(Found::least).reduce(open, Math::min);
  }

  /** Robust where the lead is nowhere negative; Violated by a witness of any label. */
  Verdict decide(Found root) {
    add(root);
    while (!queue.isEmpty() || !stack.isEmpty()) {
      if (solver.timer().expired()) {
        return undecided("%d parts are open, %d were bounded");
      }
      Found part = stack.isEmpty() ? queue.remove() : stack.pop();
      Verdict end = candidates.near(part.corner().toDoubles());
      end = end != null ? end : part.branches().isEmpty() ? settle(part) : branch(part);
      if (end != null) {
        least = Math.min(least, part.least());
        return end;
      }
    }
    return new Verdict.Robust(Proof.EXHAUSTED, Arithmetic.EXACT, false);
  }

  private Verdict undecided(String detail) {
    return new Verdict.Undecided(
        Reason.TIMEOUT, detail.formatted(queue.size() + stack.size(), parts));
  }

  private void add(Found part) {
    parts++;
    if (part.least() >= 0) {
      least = Math.min(least, part.least());
    } else if (queue.size() < MOST_QUEUED) {
      queue.add(part);
    } else {
      stack.push(part);
    }
  }

  private void add(Subproblem part) {
    add(search.raise(part, lead.label(), lead.other(), STEPS));
  }

  /** Decides a bend both ways; a verdict where that ends the search. */
  private @Nullable Verdict branch(Found part) {
    if (part.least() >= NEARLY && ExactCase.isSmall(candidates.network())) {
      return exactly(part);
    }
    Split split = search.best(part, lead.label(), lead.other());
    add(part.part().with(split));
    add(part.part().with(split.other()));
    return null;
  }

  /** Decides a part on which no bend matters: only multipliers can raise its bound. */
  private @Nullable Verdict settle(Found part) {
    Found raised = search.raise(part.part(), lead.label(), lead.other(), LAST_STEPS);
    if (raised.least() >= 0) {
      add(raised);
      return null;
    }
    Verdict violated = candidates.near(raised.corner().toDoubles());
    if (violated != null) {
      return violated;
    }
    return ExactCase.isSmall(candidates.network()) ? exactly(raised) : halve(raised);
  }

  private @Nullable Verdict exactly(Found part) {
    Outcome outcome =
        ExactCase.ask(candidates.network(), candidates.ball(), part.part(), lead, solver);
    if (outcome instanceof Outcome.Unsat) {
      least = Math.min(least, 0);
      return null;
    }
    if (outcome instanceof Outcome.Unknown unknown) {
      return new Verdict.Undecided(
          unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN, unknown.detail());
    }
    Verdict violated = candidates.at(((Outcome.Sat) outcome).point());
    return violated != null
        ? violated
        : new Verdict.Undecided(Reason.WITNESS_REJECTED, "the solver's point is no witness");
  }

  private @Nullable Verdict halve(Found part) {
    List<Subproblem> halves =
        search.halves(part.part(), lead.label(), lead.other(), solver.timer()::expired);
    if (halves.size() == 1 && halves.get(0) == part.part()) {
      return undecided("a part cannot be cut any further; %d more are open, %d were bounded");
    }
    halves.forEach(this::add);
    return null;
  }
}

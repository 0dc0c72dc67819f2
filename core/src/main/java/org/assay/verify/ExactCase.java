package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.bounds.Enclosure;
import org.assay.bounds.GapSearch.Found;
import org.assay.bounds.HalfSpace;
import org.assay.bounds.Split;
import org.assay.bounds.Subproblem;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.query.Budget;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.Reason;
import org.assay.smt.Formula;
import org.assay.smt.LinearForm;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;

/**
 * One part of a region put to the exact solver: a variable for every input and for every unit that
 * the part's proved bounds leave open, the conditions on units, and the question whether a target
 * is met. Complete, ties included. Cost: that of writing every number as an exact function of the
 * inputs, so that it is meant for small networks.
 */
final class ExactCase {

  /** More products of rationals than this are not made for one part. */
  private static final long MOST_PRODUCTS = 1L << 22;

  /** A bound above this is within rounding of a tie. */
  private static final double NEARLY = -1e-9;

  /** Units whose bends a solver should not have to combine. */
  private static final int MOST_OPEN = 24;

  private final Network network;
  private final Region region;
  private final Subproblem part;
  private final List<Formula> conditions = new ArrayList<>();
  private int variables;

  private ExactCase(Network network, Region region, Subproblem part) {
    this.network = network;
    this.region = region;
    this.part = part;
  }

  /** Whether a part is within rounding of a tie, and is little enough to be asked about. */
  static boolean isTie(Found part, Network network) {
    return part.least() >= NEARLY
        && isSmall(network)
        && part.part().enclosure().open() <= MOST_OPEN;
  }

  /** Whether the parts of a network are few enough numbers. */
  static boolean isSmall(Network network) {
    long products = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear linear) {
        SparseRows rows = linear.rows();
        products += (long) rows.start(rows.rows()) * (products == 0 ? 1 : network.inputs());
      }
    }
    return products <= MOST_PRODUCTS;
  }

  /** A point of the part that meets a target, or that there is none. */
  static Outcome ask(Candidates candidates, Subproblem part, Target target, Solver solver) {
    Network network = candidates.network();
    ExactCase exact = new ExactCase(network, candidates.region(), part);
    List<LinearForm> inputs = exact.inputs();
    List<LinearForm> outputs = exact.outputs(inputs);
    List<Formula> met = new ArrayList<>();
    for (Property.Condition condition : target.conditions()) {
      LinearForm.Sum sum = new LinearForm.Sum(condition.constant());
      for (Property.Term term : condition.terms()) {
        sum.add(term.factor(), (term.input() ? inputs : outputs).get(term.index()));
      }
      met.add(sum.total().atLeastZero(condition.strict()));
    }
    try (Z3Session.Problem problem = solver.session().open(exact.variables)) {
      exact.conditions.forEach(problem::require);
      return problem.check(new Formula.All(met), solver.timer());
    }
  }

  /** What an outcome that leaves something open ends a search with. */
  static Decision end(Outcome outcome, Candidates candidates) {
    if (outcome instanceof Outcome.Sat sat) {
      return candidates.at(sat.point())
          ? new Decision.Accepted()
          : new Decision.Open(Reason.WITNESS_REJECTED, "the solver's point is no witness");
    }
    return outcome instanceof Outcome.Unknown unknown
        ? new Decision.Open(
            unknown.exhausted() ? Reason.TIMEOUT : Reason.SOLVER_UNKNOWN, unknown.detail())
        : new Decision.Closed(Proof.UNSAT);
  }

  /** A solver and the time that it has. */
  record Solver(Z3Session session, Budget.Timer timer) {}

  /**
   * A variable each, within the region, the part's box and the half-space that its bounds of units
   * are about.
   */
  private List<LinearForm> inputs() {
    List<LinearForm> inputs = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      LinearForm input = LinearForm.variable(variables++);
      Rational low = Rational.of(part.enclosure().input().low().at(i)).max(region.low(i));
      Rational high = Rational.of(part.enclosure().input().high().at(i)).min(region.high(i));
      conditions.add(input.atLeast(LinearForm.constant(low)));
      conditions.add(LinearForm.constant(high).atLeast(input));
      inputs.add(input);
    }
    if (part.enclosure().where() != null) {
      conditions.add(
          LinearForm.constant(Rational.ZERO).atLeast(function(part.enclosure().where(), inputs)));
    }
    return inputs;
  }

  private static LinearForm function(HalfSpace where, List<LinearForm> inputs) {
    LinearForm.Sum sum = new LinearForm.Sum(Rational.of(where.constant()));
    for (int i = 0; i < inputs.size(); i++) {
      if (where.coefficient(i) != 0) {
        sum.add(Rational.of(where.coefficient(i)), inputs.get(i));
      }
    }
    return sum.total();
  }

  private List<LinearForm> outputs(List<LinearForm> inputs) {
    List<LinearForm> state = inputs;
    for (int l = 0; l < network.layers().size(); l++) {
      state =
          network.layers().get(l) instanceof Linear linear
              ? sums(linear.rows(), state)
              : clipped(l, (Clip) network.layers().get(l), state);
    }
    return state;
  }

  private static List<LinearForm> sums(SparseRows rows, List<LinearForm> state) {
    List<LinearForm> sums = new ArrayList<>();
    for (int r = 0; r < rows.rows(); r++) {
      LinearForm.Sum sum = new LinearForm.Sum(Rational.of(rows.bias(r)));
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        if (rows.weight(k) != 0) {
          sum.add(Rational.of(rows.weight(k)), state.get(rows.column(k)));
        }
      }
      sums.add(sum.total());
    }
    return sums;
  }

  private List<LinearForm> clipped(int layer, Clip clip, List<LinearForm> state) {
    for (Split split : part.splits()) {
      if (split.layer() == layer) {
        LinearForm bend = LinearForm.constant(Rational.of(split.bend()));
        LinearForm input = state.get(split.unit());
        conditions.add(split.below() ? bend.atLeast(input) : input.atLeast(bend));
      }
    }
    Enclosure enclosure = part.enclosure();
    List<LinearForm> clipped = new ArrayList<>();
    for (int i = 0; i < state.size(); i++) {
      Clip.Phase phase = enclosure.phase(layer, i);
      clipped.add(phase == null ? open(clip, state.get(i)) : fixed(clip, phase, state.get(i)));
    }
    return clipped;
  }

  private static LinearForm fixed(Clip clip, Clip.Phase phase, LinearForm input) {
    return switch (phase) {
      case BELOW -> LinearForm.constant(Rational.of(clip.low()));
      case INSIDE -> input;
      case ABOVE -> LinearForm.constant(Rational.of(clip.high()));
    };
  }

  /** A variable that is the input kept within the bounds. */
  private LinearForm open(Clip clip, LinearForm input) {
    LinearForm output = LinearForm.variable(variables++);
    List<Formula> cases = new ArrayList<>();
    cases.add(new Formula.All(List.of(output.atLeast(input), input.atLeast(output))));
    if (Double.isFinite(clip.low())) {
      LinearForm low = LinearForm.constant(Rational.of(clip.low()));
      conditions.add(output.atLeast(low));
      cases.add(new Formula.All(List.of(low.atLeast(input), low.atLeast(output))));
    }
    if (Double.isFinite(clip.high())) {
      LinearForm high = LinearForm.constant(Rational.of(clip.high()));
      conditions.add(high.atLeast(output));
      cases.add(new Formula.All(List.of(input.atLeast(high), output.atLeast(high))));
    }
    conditions.add(new Formula.Any(cases));
    return output;
  }
}

package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.bounds.Enclosure;
import org.assay.bounds.Split;
import org.assay.bounds.Subproblem;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.query.Budget;
import org.assay.smt.Formula;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;

/**
 * One part of a ball put to the exact solver: a variable for every input and for every unit that
 * the part's proved bounds leave open, the conditions on units, and the question whether another
 * label's logit is greater. Complete, ties included. Cost: that of writing every number as an exact
 * function of the inputs, so that it is meant for small networks.
 */
final class ExactCase {

  /** More products of rationals than this are not made for one part. */
  private static final long MOST_PRODUCTS = 1L << 22;

  private final Network network;
  private final Ball ball;
  private final Subproblem part;
  private final List<Formula> conditions = new ArrayList<>();
  private int variables;

  private ExactCase(Network network, Ball ball, Subproblem part) {
    this.network = network;
    this.ball = ball;
    this.part = part;
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

  /** A point of the part where another label's logit is greater, or that there is none. */
  static Outcome ask(Network network, Ball ball, Subproblem part, LeadOf lead, Solver solver) {
    ExactCase exact = new ExactCase(network, ball, part);
    List<LinearForm> logits = exact.logits();
    Formula wins = logits.get(lead.other()).minus(logits.get(lead.label())).atLeastZero(true);
    try (Z3Session.Problem problem = solver.session().open(exact.variables)) {
      exact.conditions.forEach(problem::require);
      return problem.check(wins, solver.timer());
    }
  }

  /** Which lead is asked about. */
  record LeadOf(int label, int other) {}

  /** A solver and the time that it has. */
  record Solver(Z3Session session, Budget.Timer timer) {}

  private List<LinearForm> logits() {
    List<LinearForm> state = new ArrayList<>();
    for (int i = 0; i < network.inputs(); i++) {
      LinearForm input = LinearForm.variable(variables++);
      conditions.add(input.atLeast(LinearForm.constant(ball.low(i))));
      conditions.add(LinearForm.constant(ball.high(i)).atLeast(input));
      state.add(input);
    }
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

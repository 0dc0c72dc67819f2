package org.assay.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Affine;
import org.assay.network.Clip;
import org.assay.network.Conv;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.query.Budget;
import org.assay.smt.Formula;
import org.assay.smt.LinearForm;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;

/**
 * Whether there is a patch up to a size, by Z3 on the plain encoding of every example: a variable
 * for every bias's change and for every output of every layer, last activations included. No
 * bounds, no unit left out, no floating point. Source: Lantern, equations (5) to (10) and (16).
 */
final class PatchOracle {

  private final BiasPatch.Question question;
  private final List<Formula> formulas = new ArrayList<>();
  private int variables;

  PatchOracle(BiasPatch.Question question) {
    this.question = question;
  }

  boolean isPossible(Rational size, Z3Session session) {
    formulas.clear();
    variables = question.free().size();
    for (int p = 0; p < variables; p++) {
      Rational limit = question.free().biases().get(p).limit();
      Rational most = limit == null || limit.compareTo(size) > 0 ? size : limit;
      LinearForm change = LinearForm.variable(p);
      formulas.add(LinearForm.constant(most).atLeast(change));
      formulas.add(change.atLeast(LinearForm.constant(most.negate())));
    }
    List<Demand> demands = new ArrayList<>(question.keep());
    demands.addAll(question.change());
    demands.forEach(this::state);
    try (Z3Session.Problem problem = session.open(variables)) {
      formulas.forEach(problem::require);
      Outcome outcome =
          problem.check(new Formula.All(List.of()), Budget.of(Duration.ofMinutes(2)).start());
      if (outcome instanceof Outcome.Unknown unknown) {
        throw new IllegalStateException(unknown.detail());
      }
      return outcome instanceof Outcome.Sat;
    }
  }

  private void state(Demand demand) {
    Network network = question.network();
    List<LinearForm> state = new ArrayList<>();
    for (Rational value : ExactSemantics.exact(demand.input())) {
      state.add(LinearForm.constant(value));
    }
    for (int l = 0; l < network.layers().size(); l++) {
      List<LinearForm> outputs = new ArrayList<>();
      for (int i = 0; i < network.layers().get(l).output().size(); i++) {
        outputs.add(LinearForm.variable(variables++));
        state(l, i, state, outputs.get(i));
      }
      state = outputs;
    }
    required(demand, state);
  }

  private void state(int layer, int unit, List<LinearForm> inputs, LinearForm output) {
    Layer of = question.network().layers().get(layer);
    if (of instanceof Linear linear) {
      LinearForm sum = sum(linear.rows(), unit, inputs);
      for (int p = 0; p < question.free().size(); p++) {
        Bias bias = question.free().biases().get(p).bias();
        if (bias.layer() == layer && adds(linear, unit, bias.index())) {
          sum = sum.plus(Rational.ONE, LinearForm.variable(p));
        }
      }
      formulas.add(equal(output, sum));
      return;
    }
    Clip clip = (Clip) of;
    LinearForm input = inputs.get(unit);
    List<Formula> cases = new ArrayList<>();
    List<Formula> inside = new ArrayList<>(List.of(equal(output, input)));
    if (Double.isFinite(clip.low())) {
      LinearForm low = LinearForm.constant(Rational.of(clip.low()));
      cases.add(new Formula.All(List.of(low.atLeast(input), equal(output, low))));
      inside.add(input.atLeast(low));
    }
    if (Double.isFinite(clip.high())) {
      LinearForm high = LinearForm.constant(Rational.of(clip.high()));
      cases.add(new Formula.All(List.of(input.atLeast(high), equal(output, high))));
      inside.add(high.atLeast(input));
    }
    cases.add(new Formula.All(inside));
    formulas.add(new Formula.Any(cases));
  }

  private static boolean adds(Linear layer, int unit, int index) {
    if (layer instanceof Conv conv) {
      return unit / (conv.output().dimension(1) * conv.output().dimension(2)) == index;
    }
    return !(layer instanceof Affine) && unit == index;
  }

  private static LinearForm sum(SparseRows rows, int row, List<LinearForm> inputs) {
    LinearForm sum = LinearForm.constant(Rational.of(rows.bias(row)));
    for (int k = rows.start(row); k < rows.start(row + 1); k++) {
      sum = sum.plus(Rational.of(rows.weight(k)), inputs.get(rows.column(k)));
    }
    return sum;
  }

  private static Formula equal(LinearForm a, LinearForm b) {
    return new Formula.All(List.of(a.atLeast(b), b.atLeast(a)));
  }

  private void required(Demand demand, List<LinearForm> logits) {
    if (demand instanceof Demand.Label wanted) {
      for (int k = 0; k < logits.size(); k++) {
        if (k != wanted.label()) {
          formulas.add(logits.get(wanted.label()).minus(logits.get(k)).atLeastZero(true));
        }
      }
      return;
    }
    Rational[] original = ExactSemantics.logits(question.network(), demand.input());
    Rational within = ((Demand.Outputs) demand).within();
    for (int k = 0; k < original.length; k++) {
      LinearForm least = LinearForm.constant(original[k].minus(within));
      LinearForm most = LinearForm.constant(original[k].plus(within));
      formulas.add(logits.get(k).atLeast(least));
      formulas.add(most.atLeast(logits.get(k)));
    }
  }
}

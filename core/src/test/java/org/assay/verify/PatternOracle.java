package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.PixelDomain;
import org.assay.smt.Formula;
import org.assay.smt.LinearForm;
import org.assay.smt.Outcome;
import org.assay.smt.Z3Session;
import org.jspecify.annotations.Nullable;

/**
 * Whether a change up to a size does something, found by taking every combination of phases of all
 * units in turn: each leaves linear conditions only. No bounds, no branching, no floating point.
 */
record PatternOracle(
    Network network,
    Tensor image,
    int label,
    @Nullable Integer target,
    @Nullable PixelDomain domain) {

  boolean isReached(Rational size, Z3Session session) {
    List<LinearForm> inputs = new ArrayList<>();
    List<Formula> conditions = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      LinearForm input = LinearForm.variable(i);
      Rational x = Rational.of(image.at(i));
      Rational low = x.minus(size);
      Rational high = x.plus(size);
      if (domain != null) {
        low = low.max(domain.low());
        high = high.min(domain.high());
      }
      conditions.add(input.atLeast(LinearForm.constant(low)));
      conditions.add(LinearForm.constant(high).atLeast(input));
      inputs.add(input);
    }
    return isReached(0, inputs, conditions, session);
  }

  private boolean isReached(
      int layer, List<LinearForm> state, List<Formula> conditions, Z3Session session) {
    if (layer == network.layers().size()) {
      return ends(state, conditions, session);
    }
    Layer next = network.layers().get(layer);
    if (next instanceof Linear linear) {
      return isReached(layer + 1, sums(linear.rows(), state), conditions, session);
    }
    return phases(layer, (Clip) next, state, List.of(), conditions, session);
  }

  private static List<LinearForm> sums(SparseRows rows, List<LinearForm> state) {
    List<LinearForm> sums = new ArrayList<>();
    for (int r = 0; r < rows.rows(); r++) {
      LinearForm.Sum sum = new LinearForm.Sum(Rational.of(rows.bias(r)));
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        sum.add(Rational.of(rows.weight(k)), state.get(rows.column(k)));
      }
      sums.add(sum.total());
    }
    return sums;
  }

  private boolean phases(
      int layer,
      Clip clip,
      List<LinearForm> state,
      List<LinearForm> done,
      List<Formula> conditions,
      Z3Session session) {
    if (done.size() == state.size()) {
      return solves(conditions, session) && isReached(layer + 1, done, conditions, session);
    }
    LinearForm input = state.get(done.size());
    LinearForm low = LinearForm.constant(Rational.of(clip.low()));
    LinearForm high =
        LinearForm.constant(Rational.of(Double.isFinite(clip.high()) ? clip.high() : 1e9));
    return phases(layer, clip, state, and(done, low), and(conditions, low.atLeast(input)), session)
        || phases(
            layer,
            clip,
            state,
            and(done, input),
            and(and(conditions, input.atLeast(low)), high.atLeast(input)),
            session)
        || phases(
            layer, clip, state, and(done, high), and(conditions, input.atLeast(high)), session);
  }

  private static <T> List<T> and(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }

  private boolean ends(List<LinearForm> logits, List<Formula> conditions, Z3Session session) {
    if (target != null) {
      List<Formula> all = new ArrayList<>(conditions);
      for (int other = 0; other < logits.size(); other++) {
        if (other != target) {
          all.add(logits.get(target).minus(logits.get(other)).atLeastZero(true));
        }
      }
      return solves(all, session);
    }
    for (int other = 0; other < logits.size(); other++) {
      Formula wins = logits.get(other).minus(logits.get(label)).atLeastZero(true);
      if (other != label && solves(and(conditions, wins), session)) {
        return true;
      }
    }
    return false;
  }

  private boolean solves(List<Formula> conditions, Z3Session session) {
    try (Z3Session.Problem problem = session.open(image.size())) {
      return problem.check(new Formula.All(conditions), Budget.UNLIMITED.start())
          instanceof Outcome.Sat;
    }
  }
}

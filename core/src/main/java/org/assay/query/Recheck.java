package org.assay.query;

import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * Judges a stored witness anew by the plain fold of the network in exact rationals: no trace, no
 * geometry, no bounds, nothing remembered. Cost: two exact runs.
 */
public final class Recheck {

  private final Network network;
  private final PixelDomain domain;
  private final Scope scope;

  /**
   * What a stored witness turned out to be.
   *
   * @param holds whether another label's logit is strictly greater at it, and it keeps domain and
   *     scope
   * @param label the lowest index among the largest logits at the witness, in exact arithmetic
   * @param detail why it does not hold; empty where it does
   */
  public record Finding(boolean holds, int label, String detail) {}

  public Recheck(Network network, PixelDomain domain, Scope scope) {
    this.network = network;
    this.domain = domain;
    this.scope = scope;
  }

  /**
   * Judges a witness against the label that the image is said to have.
   *
   * @param label the label to be left
   * @param changes positions with their new values
   */
  public Finding judge(Tensor image, int label, List<Witness.Change> changes) {
    Rational[] original = ExactSemantics.exact(image);
    Rational[] changed = original.clone();
    for (Witness.Change change : changes) {
      if (change.index() < 0 || change.index() >= changed.length) {
        return new Finding(false, label, "there is no position " + change.index());
      }
      if (!domain.contains(change.value())) {
        return new Finding(
            false, label, "position " + change.index() + " leaves the domain: " + change.value());
      }
      changed[change.index()] = change.value();
    }
    ExactRun there = ExactRun.of(network, changed);
    int winner = there.winner();
    if (!there.beats(label)) {
      return new Finding(false, winner, "no logit is greater than that of label " + label);
    }
    if (scope == Scope.PATTERN && !there.phases().equals(ExactRun.of(network, original).phases())) {
      return new Finding(false, winner, "the activation pattern is another one");
    }
    return new Finding(true, winner, "");
  }
}

package org.assay.verify;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.query.ImageCheck;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;

/** Points that may be witnesses about one image: those that are, run again. For one thread. */
final class Candidates {

  private final Network network;
  private final Ball ball;
  private final int label;
  private final ImageCheck check;
  private final WitnessCheck.Terms terms;
  private boolean realWitness;

  Candidates(Network network, Ball ball, int label, ImageCheck check, WitnessCheck.Terms terms) {
    this.network = network;
    this.ball = ball;
    this.label = label;
    this.check = check;
    this.terms = terms;
  }

  Network network() {
    return network;
  }

  Ball ball() {
    return ball;
  }

  /** Violated by the members of the ball nearest to a point, or null. */
  Verdict.@Nullable Violated near(double[] point) {
    double[] member = ball.nearest(point);
    return new PlainRun(network, member).margin(label) < 0 ? judge(ball.witness(member)) : null;
  }

  /** Violated by an exact point, floats nearby preferred, or null. */
  Verdict.@Nullable Violated at(List<Rational> point) {
    double[] rounded = new double[ball.image().size()];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = point.get(i).nearestDouble();
    }
    Verdict.Violated violated = judge(ball.witness(ball.nearest(rounded)));
    violated = violated != null ? violated : judge(ball.witness(point));
    realWitness |= violated == null && ball.isDiscrete() && winsOverReals(ball.witness(point));
    return violated;
  }

  private boolean winsOverReals(Witness witness) {
    return ball.contains(witness)
        && check.check(witness, WitnessCheck.Terms.exact(terms.domain(), terms.scope()))
            instanceof Verdict.Violated;
  }

  /** Violated by exactly this point, or null. */
  Verdict.@Nullable Violated exactly(double[] point) {
    return judge(ball.witness(point));
  }

  /** Whether some point would be a witness if all real numbers counted. */
  boolean realWitness() {
    return realWitness;
  }

  private Verdict.@Nullable Violated judge(Witness witness) {
    return ball.contains(witness) && check.check(witness, terms) instanceof Verdict.Violated v
        ? v
        : null;
  }
}

package org.assay.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;

/**
 * What the plain fold of a network in exact rationals gives at one input.
 *
 * @param winner the lowest index among the largest logits
 * @param phases the phase of every unit, in network order
 */
record ExactRun(List<Rational> logits, int winner, List<Clip.Phase> phases) {

  static ExactRun of(Network network, Rational[] input) {
    ExactSemantics semantics = new ExactSemantics();
    List<Clip.Phase> phases = new ArrayList<>();
    Rational[] state = input;
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear linear) {
        state = semantics.linear(linear, state);
      } else {
        Clip clip = (Clip) layer;
        Arrays.stream(state).forEach(x -> phases.add(ExactSemantics.phase(clip, x)));
        state = semantics.clip(clip, state);
      }
    }
    return new ExactRun(List.of(state), ExactSemantics.label(state), phases);
  }

  /** Whether the winner's logit is strictly greater than a label's. */
  boolean beats(int label) {
    return logits.get(winner).compareTo(logits.get(label)) > 0;
  }

  /** Whether a label's logit is strictly greater than every other. */
  boolean wins(int label) {
    for (int other = 0; other < logits.size(); other++) {
      if (other != label && logits.get(label).compareTo(logits.get(other)) <= 0) {
        return false;
      }
    }
    return true;
  }
}

package org.assay.symbolic;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * A state of the program and how it comes from the one before: a linear layer with the activation
 * right behind it, or either alone.
 *
 * @param number from 1; state 0 is the input
 */
record ProgramStep(int number, @Nullable Linear linear, @Nullable Clip clip) {

  /** The steps of a network in order. */
  static List<ProgramStep> of(Network network) {
    List<ProgramStep> steps = new ArrayList<>();
    List<Layer> layers = network.layers();
    for (int at = 0; at < layers.size(); at++) {
      Linear linear = layers.get(at) instanceof Linear here ? here : null;
      if (linear != null && at + 1 < layers.size() && layers.get(at + 1) instanceof Clip) {
        at++;
      }
      Clip clip = layers.get(at) instanceof Clip here ? here : null;
      steps.add(new ProgramStep(steps.size() + 1, linear, clip));
    }
    return steps;
  }

  /** Number of values of the state. */
  int size() {
    return layer().output().size();
  }

  /** What the step does, for a comment. */
  String describe() {
    if (linear == null) {
      return layer().describe();
    }
    return linear.describe() + (clip == null ? "" : ", " + clip.describe());
  }

  private Layer layer() {
    if (clip != null) {
      return clip;
    }
    if (linear == null) {
      throw new IllegalStateException("a step has a layer");
    }
    return linear;
  }
}

package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Network;

/**
 * A question about patches with what does not depend on the size of the changes: every example run
 * exactly up to the sums of the first layer of which a bias may move. Immutable.
 */
final class PatchTask {

  private final Network network;
  private final FreeBiases free;
  private final List<Demand> demands;
  private final List<Rational[]> originals = new ArrayList<>();
  private final List<Rational[]> onsets = new ArrayList<>();
  private final int onset;
  private final int[][] positions;

  PatchTask(BiasPatch.Question question) {
    this.network = question.network();
    this.free = question.free();
    this.demands = Stream.concat(question.keep().stream(), question.change().stream()).toList();
    this.onset = free.biases().stream().mapToInt(f -> f.bias().layer()).min().orElseThrow();
    this.positions = free.positions(network);
    for (Demand demand : demands) {
      Rational[] state = ExactSemantics.exact(demand.input());
      for (int l = 0; l <= onset; l++) {
        state = Patch.step(network.layers().get(l), state);
      }
      onsets.add(state);
      for (int l = onset + 1; l < network.layers().size(); l++) {
        state = Patch.step(network.layers().get(l), state);
      }
      originals.add(state);
    }
  }

  Network network() {
    return network;
  }

  FreeBiases free() {
    return free;
  }

  int examples() {
    return demands.size();
  }

  /** An example's exact input. */
  Rational[] input(int example) {
    return ExactSemantics.exact(demands.get(example).input());
  }

  /** The first layer of which a bias may move. */
  int onset() {
    return onset;
  }

  /** The unpatched sums of that layer for an example. */
  Rational[] onset(int example) {
    return onsets.get(example);
  }

  /** The layers whose outputs conditions are about: all but a last activation. */
  int body() {
    int last = network.layers().size() - 1;
    return network.layers().get(last) instanceof Clip ? last : last + 1;
  }

  /** Which of the free biases an output of a layer adds; negative where none. */
  int position(int layer, int output) {
    return positions[layer][output];
  }

  /** What the outputs of the body must fulfil for an example. */
  List<Demand.Wanted> wanted(int example) {
    return demands.get(example).wanted(network, originals.get(example));
  }

  /** Whether a patch does what is asked, by an exact run of every example. */
  boolean isMetBy(Patch patch) {
    for (int e = 0; e < demands.size(); e++) {
      Demand demand = demands.get(e);
      if (!demand.isMet(patch.logits(network, demand.input()), originals.get(e))) {
        return false;
      }
    }
    return true;
  }

  /** The nearest doubles to a patch's changes, by the position of the bias. */
  double[] changes(Patch patch) {
    double[] changes = new double[free.size()];
    for (Patch.Change change : patch.changes()) {
      for (int p = 0; p < changes.length; p++) {
        if (free.biases().get(p).bias().equals(change.bias())) {
          changes[p] = change.by().nearestDouble();
        }
      }
    }
    return changes;
  }

  /** A patch of changes by the position of the bias; those that are zero are left out. */
  Patch patch(List<Rational> changes) {
    List<Patch.Change> list = new ArrayList<>();
    for (int p = 0; p < changes.size(); p++) {
      if (changes.get(p).signum() != 0) {
        list.add(new Patch.Change(free.biases().get(p).bias(), changes.get(p)));
      }
    }
    return new Patch(list);
  }
}

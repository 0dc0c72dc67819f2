package org.assay.symbolic;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;

/**
 * A network with what all its traces share, such as its maps by columns. Units are the elements of
 * all {@link Clip} layers in network order, numbered from 0. Immutable and safe for use by several
 * threads.
 */
public final class TracedNetwork {

  private final Network network;
  private final int pixels;
  private final List<Step> steps;
  private final Clip[] clipOfUnit;
  private final int[] stepOfUnit;
  private final RunningError bound;
  private final Prefix prefix;

  private TracedNetwork(Network network, List<Step> steps, RunningError bound) {
    this.network = network;
    this.pixels = network.inputs();
    this.steps = List.copyOf(steps);
    this.bound = bound;
    List<Clip> clips = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int s = 0; s < steps.size(); s++) {
      if (steps.get(s) instanceof Step.Activation activation) {
        for (int i = 0; i < activation.clip().input().size(); i++) {
          clips.add(activation.clip());
          places.add(s);
        }
      }
    }
    this.clipOfUnit = clips.toArray(new Clip[0]);
    this.stepOfUnit = places.stream().mapToInt(Integer::intValue).toArray();
    this.prefix = Prefix.of(network.inputs(), this.steps, bound);
  }

  /** Prepares a network; weights that are infinite or not a number are refused. */
  public static TracedNetwork of(Network network) {
    return of(network, RunningError.proved());
  }

  static TracedNetwork of(Network network, RunningError bound) {
    List<Step> steps = new ArrayList<>();
    int units = 0;
    for (Layer layer : network.layers()) {
      if (layer instanceof Linear linear) {
        steps.add(Step.Map.of(linear));
      } else {
        steps.add(new Step.Activation((Clip) layer, units));
        units += layer.input().size();
      }
    }
    return new TracedNetwork(network, steps, bound);
  }

  public Network network() {
    return network;
  }

  /** Number of activations. */
  public int units() {
    return clipOfUnit.length;
  }

  public int labels() {
    return network.labels();
  }

  public int pixels() {
    return pixels;
  }

  /** Units and logits together. */
  public int rows() {
    return units() + labels();
  }

  /** The activation that a unit belongs to: its bounds. */
  public Clip clip(int unit) {
    return clipOfUnit[unit];
  }

  /** The index among the network's layers of the clip that a unit belongs to. */
  public int layer(int unit) {
    return stepOfUnit[unit];
  }

  /** The position of a unit within its layer. */
  public int index(int unit) {
    return unit - ((Step.Activation) steps.get(stepOfUnit[unit])).firstUnit();
  }

  List<Step> steps() {
    return steps;
  }

  Prefix prefix() {
    return prefix;
  }

  RunningError bound() {
    return bound;
  }

  /** The number of steps before the place where a row's number stands. */
  int depth(int row) {
    return row < units() ? stepOfUnit[row] : steps.size();
  }

  /** How many numbers there are after some steps. */
  int width(int depth) {
    return depth == 0 ? pixels() : network.layers().get(depth - 1).output().size();
  }

  /** The index of a row's number among those that stand at its depth. */
  int place(int row) {
    return row < units() ? index(row) : row - units();
  }
}

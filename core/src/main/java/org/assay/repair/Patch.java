package org.assay.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;

/** Exact changes of some biases of a network, each named once; those left out do not change. */
public record Patch(List<Change> changes) {

  /** What is added to one bias. */
  public record Change(Bias bias, Rational by) {}

  public Patch {
    changes = List.copyOf(changes);
  }

  /** Nothing is changed. */
  public static final Patch NONE = new Patch(List.of());

  /** The largest change: the max norm. */
  public Rational size() {
    Rational size = Rational.ZERO;
    for (Change change : changes) {
      size = size.max(change.by().abs());
    }
    return size;
  }

  /** The exact logits of an input of the patched network. */
  public Rational[] logits(Network network, Tensor input) {
    return logits(network, ExactSemantics.exact(input));
  }

  Rational[] logits(Network network, Rational[] input) {
    Map<Bias, Rational> by = new HashMap<>();
    changes.forEach(change -> by.put(change.bias(), change.by()));
    Rational[] state = input;
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      state = step(layer, state);
      for (int r = 0; layer instanceof Linear && r < state.length; r++) {
        Rational change = by.get(new Bias(l, Bias.of(layer, r)));
        state[r] = change == null ? state[r] : state[r].plus(change);
      }
    }
    return state;
  }

  /** What a layer makes of exact numbers. */
  static Rational[] step(Layer layer, Rational[] state) {
    ExactSemantics exact = new ExactSemantics();
    return layer instanceof Linear linear
        ? exact.linear(linear, state)
        : exact.clip((Clip) layer, state);
  }

  /**
   * The patched network, whose biases are written as members of its element type.
   *
   * @throws IllegalArgumentException if a patched bias is no member
   */
  public Network on(Network network) {
    List<Layer> layers = new ArrayList<>(network.layers());
    for (Change change : changes) {
      Bias bias = change.bias();
      Rational sum = Rational.of(bias.of(network)).plus(change.by());
      double written = sum.nearestDouble();
      if (!Rational.of(written).equals(sum) || network.elementType().round(written) != written) {
        throw new IllegalArgumentException(
            "%s of layer %s would be %s, which is no %s"
                .formatted(bias, layers.get(bias.layer()).describe(), sum, network.elementType()));
      }
      Layer layer = layers.get(bias.layer());
      layers.set(bias.layer(), Bias.with(layer, Bias.stored(layer).with(bias.index(), written)));
    }
    return new Network(network.name(), network.elementType(), network.input(), layers);
  }
}

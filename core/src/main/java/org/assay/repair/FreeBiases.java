package org.assay.repair;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.assay.exact.Rational;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.jspecify.annotations.Nullable;

/** The biases of a network that may move, each once; all others stay as they are. */
public record FreeBiases(List<Free> biases) implements Serializable {

  private static final int FIXED = -1;

  /**
   * One of them.
   *
   * @param limit the most that it may change, beside what a question allows all of them; null for
   *     no limit of its own
   */
  public record Free(Bias bias, @Nullable Rational limit) implements Serializable {

    public Free {
      if (limit != null && limit.signum() < 0) {
        throw new IllegalArgumentException(
            "limit of the changes of %s must not be negative, but is %s".formatted(bias, limit));
      }
    }
  }

  public FreeBiases {
    biases = List.copyOf(biases);
    Set<Bias> seen = new HashSet<>();
    for (Free free : biases) {
      if (!seen.add(free.bias())) {
        throw new IllegalArgumentException("bias named twice: " + free.bias());
      }
    }
  }

  /** All biases of dense and convolutional layers. */
  public static FreeBiases all(Network network) {
    return of(network, bias -> true);
  }

  /** The biases of dense and convolutional layers that fulfil a condition. */
  public static FreeBiases of(Network network, Predicate<Bias> condition) {
    List<Free> free = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      Layer layer = network.layers().get(l);
      for (int i = 0; Bias.hasBiases(layer) && i < Bias.stored(layer).size(); i++) {
        Bias bias = new Bias(l, i);
        if (condition.test(bias)) {
          free.add(new Free(bias, null));
        }
      }
    }
    return new FreeBiases(free);
  }

  /** The same with a limit for the biases of one layer, in place of the one they had. */
  public FreeBiases limited(int layer, Rational limit) {
    return new FreeBiases(
        biases.stream()
            .map(free -> free.bias().layer() == layer ? new Free(free.bias(), limit) : free)
            .toList());
  }

  public int size() {
    return biases.size();
  }

  /** Of every layer and output, the position of the free bias that it adds; negative for none. */
  int[][] positions(Network network) {
    int[][] positions = new int[network.layers().size()][];
    for (int l = 0; l < positions.length; l++) {
      positions[l] = new int[network.layers().get(l).output().size()];
      Arrays.fill(positions[l], FIXED);
    }
    for (int p = 0; p < biases.size(); p++) {
      Bias bias = biases.get(p).bias();
      Layer layer = network.layers().get(bias.layer());
      for (int r = 0; r < positions[bias.layer()].length; r++) {
        if (Bias.of(layer, r) == bias.index()) {
          positions[bias.layer()][r] = p;
        }
      }
    }
    return positions;
  }

  /** How far a bias may move within a radius. */
  Rational reach(int position, Rational radius) {
    Rational limit = biases.get(position).limit();
    return limit == null ? radius : radius.min(limit);
  }
}

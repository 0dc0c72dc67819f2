package org.assay.repair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.encoding.NumberSort;
import org.assay.eval.ExactSemantics;
import org.assay.eval.RoundedSemantics;
import org.assay.exact.FloatFormat;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * Runs of a network with other biases in the arithmetic of a sort: in rationals, or in floats in
 * the stated order, inputs and all numbers of the network being rounded to the sort first.
 * Immutable.
 */
public final class SortRun {

  private final FreeBiases free;
  private final NumberSort sort;
  private final Network base;

  /**
   * A demand in the arithmetic of the sort.
   *
   * @param input as rounded to the sort
   * @param original the logits there without a patch; empty where the demand is not about them
   */
  record Asked(Demand demand, List<Rational> input, List<Rational> original) {}

  /**
   * Runs over a sort.
   *
   * @param free biases that may be patched
   * @throws ArithmeticException if one of these is out of the range of the sort
   */
  SortRun(Network network, FreeBiases free, NumberSort sort) {
    this.free = free;
    this.sort = sort;
    this.base = sort instanceof NumberSort.Floats ? rounded(network) : network;
  }

  /** Refuses floats that float64 does not have. */
  static void check(NumberSort sort) {
    FloatFormat most = FloatFormat.FLOAT64;
    if (sort instanceof NumberSort.Floats floats
        && (floats.format().exponentBits() > most.exponentBits()
            || floats.format().significandBits() > most.significandBits())) {
      throw new IllegalArgumentException(
          "biases over %s would be no float64 numbers: take fp:11,53 at most".formatted(sort));
    }
  }

  /**
   * The label that a network gives an input in the arithmetic of a sort.
   *
   * @throws ArithmeticException if a number leaves the range of the sort
   */
  public static int label(Network network, Tensor input, NumberSort sort) {
    Rational[] numbers = rounded(sort, ExactSemantics.exact(input));
    return ExactSemantics.label(logits(network, numbers, sort));
  }

  /** A network's bias as the sort has it. */
  public static Rational stored(Network network, Bias bias, NumberSort sort) {
    return rounded(sort, Rational.of(bias.of(network)));
  }

  private static Rational[] logits(Network network, Rational[] input, NumberSort sort) {
    return sort instanceof NumberSort.Floats floats
        ? new RoundedSemantics(floats.format()).logits(network, input)
        : network.run(new ExactSemantics(), input);
  }

  private static Rational[] rounded(NumberSort sort, Rational[] numbers) {
    return Arrays.stream(numbers).map(number -> rounded(sort, number)).toArray(Rational[]::new);
  }

  private static Rational rounded(NumberSort sort, Rational number) {
    return sort.nearest(number)
        .orElseThrow(() -> new ArithmeticException("a number leaves the range of " + sort));
  }

  /** Float64, so that patched biases of any sort are members. */
  private Network rounded(Network network) {
    List<Layer> layers = new ArrayList<>(network.layers());
    for (FreeBiases.Free one : free.biases()) {
      Bias bias = one.bias();
      Layer layer = layers.get(bias.layer());
      double member = stored(network, bias, sort).nearestDouble();
      layers.set(bias.layer(), Bias.with(layer, Bias.stored(layer).with(bias.index(), member)));
    }
    return new Network(network.name(), ElementType.FLOAT64, network.input(), layers);
  }

  /** The bias that a change is added to. */
  Rational stored(int position) {
    return stored(base, free.biases().get(position).bias(), sort);
  }

  /** What gives the free biases these values, by their position. */
  Patch patch(List<Rational> biases) {
    List<Patch.Change> changes = new ArrayList<>();
    for (int p = 0; p < free.size(); p++) {
      Rational by = biases.get(p).minus(stored(p));
      if (by.signum() != 0) {
        changes.add(new Patch.Change(free.biases().get(p).bias(), by));
      }
    }
    return new Patch(changes);
  }

  /**
   * A demand as the sort has it.
   *
   * @throws ArithmeticException if a number that it depends on leaves the range of the sort
   */
  Asked asked(Demand demand) {
    Rational[] input = rounded(sort, ExactSemantics.exact(demand.input()));
    List<Rational> original =
        demand instanceof Demand.Outputs ? List.of(logits(base, input, sort)) : List.of();
    return new Asked(demand, List.of(input), original);
  }

  /** Whether a patch does what is asked, by a run of every example. */
  boolean isMet(List<Asked> all, Patch patch) {
    return all.stream().allMatch(one -> isMet(one, patch));
  }

  private boolean isMet(Asked one, Patch patch) {
    Rational[] input = one.input().toArray(Rational[]::new);
    try {
      Rational[] logits =
          sort instanceof NumberSort.Floats
              ? logits(patch.on(base), input, sort)
              : patch.logits(base, input);
      return one.demand().isMet(logits, one.original().toArray(Rational[]::new));
    } catch (ArithmeticException e) {
      return false;
    }
  }
}

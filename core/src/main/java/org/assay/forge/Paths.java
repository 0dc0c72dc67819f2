package org.assay.forge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Two lists of positive weights whose products, multiplied in their order in doubles, both are the
 * same large number. Each weight but the last is normal around the root of that number, with a
 * quarter of it as its deviation; values that are not positive are drawn again.
 *
 * <p>Source: D. Zombori et al., Fooling a complete neural network verifier, ICLR 2021, section 4.
 *
 * @param first along the path that the input moves
 * @param second along the path that stays constant
 */
record Paths(List<Double> first, List<Double> second) {

  /** Shuffles that are tried before other weights are drawn. */
  private static final int SHUFFLES = 10_000;

  Paths {
    first = List.copyOf(first);
    second = List.copyOf(second);
  }

  static Paths draw(double omega, Disguise disguise, Random random) {
    while (true) {
      List<Double> first = path(omega, disguise.layers(), random);
      Optional<List<Double>> second =
          disguise.exactProducts()
              ? shuffled(omega, first, random)
              : Optional.of(path(omega, disguise.layers(), random));
      if (second.isPresent()) {
        return new Paths(first, second.get());
      }
    }
  }

  /** A weight like all others of a path. */
  static double weight(double omega, int layers, Random random) {
    double mean = StrictMath.pow(omega, 1.0 / layers);
    double drawn = 0;
    while (drawn <= 0) {
      drawn = mean + mean / 4 * random.nextGaussian();
    }
    return drawn;
  }

  /** Weights whose product is the number; not every product has a last factor that leads to it. */
  private static List<Double> path(double omega, int layers, Random random) {
    while (true) {
      List<Double> weights = new ArrayList<>();
      for (int layer = 1; layer < layers; layer++) {
        weights.add(weight(omega, layers, random));
      }
      double product = product(weights);
      double last = omega / product;
      for (double near : new double[] {last, Math.nextUp(last), Math.nextDown(last)}) {
        if (product * near == omega) {
          weights.add(near);
          return weights;
        }
      }
    }
  }

  /** The same weights in another order with the same product in doubles. */
  private static Optional<List<Double>> shuffled(
      double omega, List<Double> weights, Random random) {
    List<Double> shuffled = new ArrayList<>(weights);
    for (int n = 0; n < SHUFFLES; n++) {
      Collections.shuffle(shuffled, random);
      if (product(shuffled) == omega && !shuffled.equals(weights)) {
        return Optional.of(shuffled);
      }
    }
    return Optional.empty();
  }

  /** The product in the order of the layers, each step rounded once. */
  static double product(List<Double> weights) {
    double product = 1;
    for (double weight : weights) {
      product *= weight;
    }
    return product;
  }
}

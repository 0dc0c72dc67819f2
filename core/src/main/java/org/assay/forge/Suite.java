package org.assay.forge;

import java.io.Serializable;
import java.util.List;
import java.util.Random;

/**
 * The switches that the paper was measured on, drawn from a seed: every slope with every large
 * weight from 2^54 to 2^70, as they are and disguised by so many layers. The products of every
 * second slope's disguised switches are equal as real numbers too, so that what is right of a
 * switch depends on its weights..
 *
 * <p>Source: D. Zombori et al., Fooling a complete neural network verifier, ICLR 2021, sections 3
 * and 4.
 *
 * @param seed of all that is drawn
 * @param slopes how many, between -15 and -2
 * @param layers of the disguises, each for all; 0 for none
 */
public record Suite(long seed, int slopes, List<Integer> layers) implements Serializable {

  /** How many slopes the paper has. */
  public static final int PAPER_SLOPES = 500;

  /** The kinds that the paper has: simple, and 20 and 50 layers. */
  public static final List<Integer> PAPER_LAYERS = List.of(0, 20, 50);

  private static final int LEAST_EXPONENT = 54;
  private static final int EXPONENTS = 17;
  private static final double STEEPEST = -15;
  private static final double FLATTEST = -2;

  public Suite {
    layers = List.copyOf(layers);
    if (slopes < 1 || slopes > 1_000_000) {
      throw new IllegalArgumentException("slopes are 1 to 1,000,000, not " + slopes);
    }
    if (layers.isEmpty() || layers.stream().distinct().count() != layers.size()) {
      throw new IllegalArgumentException(
          "a suite needs different numbers of layers, such as 0,20,50, not " + layers);
    }
    layers.forEach(count -> new Disguise(count, false, 0, seed));
  }

  /** How many switches: those of the first number of layers first, slope by slope. */
  public long size() {
    return (long) layers.size() * slopes * EXPONENTS;
  }

  /** The switch at a place from 0. */
  public Switch at(long place) {
    int kind = layers.get(Math.toIntExact(place / ((long) slopes * EXPONENTS)));
    int slope = Math.toIntExact(place / EXPONENTS % slopes);
    int exponent = LEAST_EXPONENT + Math.toIntExact(place % EXPONENTS);
    double share = random(slope).nextDouble();
    Disguise disguise =
        kind == 0
            ? Disguise.NONE
            : new Disguise(kind, slope % 2 == 1, 0, random(place + (1L << 40)).nextLong());
    return new Switch(
        STEEPEST + (FLATTEST - STEEPEST) * share, Math.scalb(1.0, exponent), Window.HALF, disguise);
  }

  /** Numbers of their own for each slope and each place. */
  private Random random(long of) {
    return new Random(new Random(seed + 0x9E37_79B9_7F4A_7C15L * of).nextLong());
  }
}

package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.stream.IntStream;
import org.assay.exact.Rational;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.SharedImages;
import org.assay.pixels.Engine;
import org.assay.query.Arithmetic;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of pixels.
 *
 * @param count free pixels of an attack: 1 or 2
 * @param scope over which activation patterns
 * @param inputs of which values: REAL, and in full scope GRID too
 * @param pairs which pairs: {@code all}, {@code top:K} or {@code top:P%}; null for single pixels
 * @param metric that ranks the pixels
 * @param store whether every attackable pair becomes a row, with {@code all} too
 * @param channel the one channel that is free; null when all are
 * @param timeout for each question to an engine
 */
public record PixelsQuestion(
    int count,
    Scope scope,
    Inputs inputs,
    @Nullable String pairs,
    Metric metric,
    Engine engine,
    boolean store,
    @Nullable Integer channel,
    Duration timeout)
    implements Serializable {

  private static final int GREYS = 256;

  /** All pairs of pixels. */
  public static final String ALL = "all";

  private static final String TOP = "top:";

  public PixelsQuestion {
    if (count != 1 && count != 2) {
      throw new BadInput("count must be 1 or 2 free pixels, not " + count);
    }
    if (inputs == Inputs.FLOAT) {
      throw new BadInput("inputs must be real or grid, not float");
    }
    if (scope == Scope.PATTERN && inputs == Inputs.GRID) {
      throw new BadInput(
          "grid inputs go with scope full; within a pattern only real inputs can be asked about");
    }
    if ((count == 2) != (pairs != null)) {
      throw new BadInput(
          count == 2
              ? "with count 2 say which pairs: top:5%, top:39 or all"
              : "pairs go with count 2 only");
    }
    if (pairs != null && !pairs.equals(ALL) && !pairs.startsWith(TOP)) {
      throw new BadInput("pairs must be top:5%, top:39 or all, not " + pairs);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new BadInput("timeout must be longer than nothing, not " + timeout);
    }
  }

  private static boolean holds(PixelDomain domain, int grey) {
    return domain.contains(Rational.of((float) (grey / 255.0)));
  }

  /** Whether all pairs are asked about and counted, rather than listed. */
  boolean all() {
    return ALL.equals(pairs);
  }

  /** How many of the best pixels pairs are made among. */
  public int among(int pixels) {
    return pairs == null ? pixels : among(pairs, pixels);
  }

  static int among(String pairs, int pixels) {
    try {
      return pairs.equals(ALL) ? pixels : PixelRanking.count(pairs.substring(TOP.length()), pixels);
    } catch (IllegalArgumentException e) {
      throw new BadInput("pairs: " + e.getMessage(), e);
    }
  }

  /** What an attack has to be. */
  WitnessCheck.Terms terms(PixelDomain domain) {
    return new WitnessCheck.Terms(Arithmetic.EXACT, inputs, domain, scope);
  }

  /** The scope and the inputs in words, such as {@code full scope, grid inputs}. */
  public String range() {
    return RunRows.word(scope) + " scope" + (inputs == Inputs.REAL ? "" : ", grid inputs");
  }

  /** Refuses what these images, with pixels of this domain, cannot be asked. */
  void check(SharedImages images, PixelDomain domain) {
    among(images.rows() * images.columns());
    if (channel != null && (channel < 0 || channel >= images.channels())) {
      throw new BadInput(
          "channel %d: the images have %d, counted from 0".formatted(channel, images.channels()));
    }
    if (scope == Scope.FULL && channel == null && images.channels() > 1) {
      throw new BadInput(
          "full scope frees one channel of a pixel; the images have %d, name one with --channel"
              .formatted(images.channels()));
    }
    if (inputs == Inputs.GRID && IntStream.range(0, GREYS).noneMatch(b -> holds(domain, b))) {
      throw new BadInput("the domain holds none of the grid's values b/255");
    }
    if (all() && engine != Engine.SMT && channel == null && images.channels() > 1) {
      throw new BadInput(
          "all pairs of pixels with %d channels are for the smt engine, or name one channel"
              .formatted(images.channels()));
    }
  }
}

package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import org.assay.importance.Metric;
import org.assay.importance.PixelRanking;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.SharedImages;
import org.assay.pixels.Engine;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of pixels, in pattern scope.
 *
 * @param count free pixels of an attack: 1 or 2
 * @param pairs which pairs: {@code all}, {@code top:K} or {@code top:P%}; null for single pixels
 * @param metric that ranks the pixels
 * @param store whether every attackable pair becomes a row, with {@code all} too
 * @param channel the one channel that is free; null when all are
 * @param timeout for each question to an engine
 */
public record PixelsQuestion(
    int count,
    @Nullable String pairs,
    Metric metric,
    Engine engine,
    boolean store,
    @Nullable Integer channel,
    Duration timeout)
    implements Serializable {

  /** All pairs of pixels. */
  public static final String ALL = "all";

  private static final String TOP = "top:";

  public PixelsQuestion {
    if (count != 1 && count != 2) {
      throw new BadInput("count must be 1 or 2 free pixels, not " + count);
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

  /** Whether all pairs are asked about and counted, rather than listed. */
  boolean all() {
    return ALL.equals(pairs);
  }

  /** How many of the best pixels pairs are made among. */
  int among(int pixels) {
    return pairs == null ? pixels : among(pairs, pixels);
  }

  static int among(String pairs, int pixels) {
    try {
      return pairs.equals(ALL) ? pixels : PixelRanking.count(pairs.substring(TOP.length()), pixels);
    } catch (IllegalArgumentException e) {
      throw new BadInput("pairs: " + e.getMessage(), e);
    }
  }

  /** Refuses what these images cannot be asked. */
  void check(SharedImages images) {
    among(images.rows() * images.columns());
    if (channel != null && (channel < 0 || channel >= images.channels())) {
      throw new BadInput(
          "channel %d: the images have %d, counted from 0".formatted(channel, images.channels()));
    }
    if (all() && engine != Engine.SMT && channel == null && images.channels() > 1) {
      throw new BadInput(
          "all pairs of pixels with %d channels are for the smt engine, or name one channel"
              .formatted(images.channels()));
    }
  }
}

package org.assay.importance;

import org.assay.exact.Rational;
import org.assay.symbolic.Trace;

/**
 * The pixels of one image by what they mean to the predicted label: by descending score, equal
 * scores by ascending pixel. The order is exact: scores are doubles with error bounds, and where
 * these leave the order of two pixels open, rationals decide.
 *
 * <p>Source: DeepCheckImp, section IV-B of the paper. Cost: one backward pass and a sort. For one
 * thread at a time.
 */
public final class PixelRanking {

  private final Scores scores;
  private final int[] order;
  private final int[] rank;

  private PixelRanking(Scores scores) {
    this.scores = scores;
    this.order = new Ordering(scores).descending();
    this.rank = new int[order.length];
    for (int r = 0; r < order.length; r++) {
      rank[order[r]] = r;
    }
  }

  /** A pixel is all its channels at once. */
  public static PixelRanking of(Trace trace, Metric metric) {
    return of(trace, metric, PixelLayout.of(trace.network().network().input()));
  }

  /**
   * The ranking for the label that {@link Trace#label} predicts.
   *
   * @throws ArithmeticException if the run overflows, so that there is no predicted label
   */
  public static PixelRanking of(Trace trace, Metric metric, PixelLayout layout) {
    return new PixelRanking(Scores.of(trace, metric, layout));
  }

  /** Number of pixels. */
  public int pixels() {
    return order.length;
  }

  /** The pixels, the one that means most first. */
  public int[] order() {
    return order.clone();
  }

  /** The place of a pixel in the order, from 0. */
  public int rank(int pixel) {
    return rank[pixel];
  }

  /** The score of a pixel, a double within {@link #scoreError} of the exact one. */
  public double score(int pixel) {
    return scores.score(pixel);
  }

  /** A bound of the error of {@link #score}; zero says exact. */
  public double scoreError(int pixel) {
    return scores.error(pixel);
  }

  /** The exact score of a pixel. */
  public Rational exactScore(int pixel) {
    return scores.exact(pixel);
  }

  /** Number of pixels whose place rationals had to decide. */
  public long rationalFallbacks() {
    return scores.rationalFallbacks();
  }

  /**
   * How many pixels a text asks for.
   *
   * @param text a number such as {@code 10}, or a share such as {@code 5%}, rounded down: 5 % of
   *     784 are 39
   */
  public static int count(String text, int pixels) {
    try {
      Rational asked =
          text.endsWith("%")
              ? Rational.parse(text.substring(0, text.length() - 1)).times(Rational.of(pixels, 100))
              : Rational.of(Integer.parseInt(text), 1);
      if (asked.signum() >= 0 && asked.compareTo(Rational.of(pixels, 1)) <= 0) {
        return asked.numerator().divide(asked.denominator()).intValueExact();
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(text, pixels), e);
    }
    throw new IllegalArgumentException(wrong(text, pixels));
  }

  private static String wrong(String text, int pixels) {
    return "top "
        + text
        + ": give a number of pixels from 0 to "
        + pixels
        + " or a share such as 5%";
  }
}

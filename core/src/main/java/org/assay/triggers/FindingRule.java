package org.assay.triggers;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Says which pixels flip far more images at once than the others do, in one arithmetic.
 *
 * <p>A trigger is one range of values of one pixel that flips many images at once, where other
 * pixels flip few. So a pixel is a finding where all of these hold of how many images its best
 * range flips:
 *
 * <ul>
 *   <li>at least a quarter of the images looked at;
 *   <li>more than ten robust spreads above the median of all pixels. The spread is 1.4826 times the
 *       median distance from the median, which for a normal distribution is its standard deviation,
 *       and at least one image. So fewer than eleven images never suffice, and a network whose
 *       pixels are all this strong has no finding;
 *   <li>at least three times as many as the strongest pixel that fails one of the above, so that
 *       the end of a long tail is no finding, while several triggers do not hide each other.
 * </ul>
 *
 * <p>It looks only at counts, so that the order of images and pixels does not matter. Immutable.
 */
public final class FindingRule {

  private static final int LEAST_SHARE = 4;
  private static final double SPREADS = 10;
  private static final double NORMAL_SPREAD = 1.4826;
  private static final int TIMES_OTHERS = 3;
  private static final int NEGLIGIBLE = 1000;

  private final long images;
  private final int[] most;
  private final double median;
  private final double spread;
  private final int others;

  /**
   * The rule for the pixels of a network in one arithmetic.
   *
   * @param images that were looked at
   * @param most by pixel, how many of them its best range flips
   */
  public FindingRule(long images, int[] most) {
    this.images = images;
    this.most = most.clone();
    this.median = median(Arrays.stream(most).asDoubleStream());
    this.spread =
        Math.max(
            1,
            NORMAL_SPREAD
                * median(Arrays.stream(most).mapToDouble(count -> Math.abs(count - median))));
    this.others = IntStream.of(most).filter(count -> !standsOut(count)).max().orElse(0);
  }

  private static double median(java.util.stream.DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return 0;
    }
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private boolean standsOut(int count) {
    return (long) LEAST_SHARE * count >= images && count > median + SPREADS * spread;
  }

  /** How many images were looked at. */
  public long images() {
    return images;
  }

  /** How many of them the best range of a pixel flips. */
  public int most(int pixel) {
    return most[pixel];
  }

  /** Whether a pixel is a finding. */
  public boolean isTrigger(int pixel) {
    return standsOut(most[pixel]) && most[pixel] >= (long) TIMES_OTHERS * others;
  }

  /**
   * Whether a pixel that is a trigger in another arithmetic does so much less in this one that it
   * is a finding of its own: it is no trigger here, and flips a share of images less than half as
   * large.
   */
  public boolean lacks(int pixel, FindingRule other) {
    return other.isTrigger(pixel)
        && !isTrigger(pixel)
        && 2L * most[pixel] * other.images < other.most[pixel] * images;
  }

  /**
   * Whether two arithmetics that label this many of some unchanged images differently differ in
   * more than a border case: on more than one image in a thousand, and on more than one.
   */
  public static boolean differ(long differently, long images) {
    return differently > 1 && differently * NEGLIGIBLE > images;
  }

  /** In a sentence, how a pixel stands among the others. */
  public String reason(int pixel) {
    return String.format(
        Locale.ROOT,
        "One range of values flips %,d of %,d images (%.1f %%) at once; of all pixels the median is"
            + " %s, the robust spread %.3g, and the strongest that does not stand out flips %,d.",
        most[pixel],
        images,
        images == 0 ? 0 : 100.0 * most[pixel] / images,
        median == Math.rint(median) ? Long.toString((long) median) : Double.toString(median),
        spread,
        others);
  }
}

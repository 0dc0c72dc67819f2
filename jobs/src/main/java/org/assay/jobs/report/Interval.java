package org.assay.jobs.report;

import java.util.Locale;

/**
 * The Clopper-Pearson interval of a share that was counted on a sample: whatever the true share is,
 * the interval holds it for at least 95 of 100 samples, if the units were drawn at random and
 * independently from those that are meant. Ends are doubles, good to nine digits.
 *
 * <p>C. Clopper and E. Pearson, The use of confidence or fiducial limits illustrated in the case of
 * the binomial, Biometrika 26 (1934).
 */
public record Interval(double low, double high) {

  /** How sure it is. */
  public static final double CONFIDENCE = 0.95;

  /** What the interval presupposes, for people. */
  public static final String MEANING =
      "Intervals (Clopper-Pearson, 95 %) hold where the images are drawn at random from those that"
          + " the network is to meet; gates look at the counts alone.";

  /**
   * The interval of a count; where that is known between two ends alone, from the lower one's lower
   * end to the upper one's upper end.
   *
   * @param least units at least, from 0 to whole; likewise most, no less than least
   * @param whole of how many, at least 1
   */
  public static Interval of(long least, long most, long whole) {
    if (least < 0 || most < least || whole < most || whole < 1) {
      throw new IllegalArgumentException("%d to %d of %d".formatted(least, most, whole));
    }
    return new Interval(
        Confidence.ofShare(least, whole).low(), Confidence.ofShare(most, whole).high());
  }

  /** In per cent, such as {@code 88.2 to 91.5 %}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f to %.2f %%", 100 * low, 100 * high);
  }
}

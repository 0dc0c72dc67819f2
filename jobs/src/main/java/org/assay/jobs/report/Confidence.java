package org.assay.jobs.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A two-sided 95 % interval of a figure that rests on a sample.
 *
 * @param low NaN where the sample says nothing; likewise the high end
 */
public record Confidence(double low, double high) {

  private static final double TAIL = 0.025;

  /**
   * The exact interval of Clopper and Pearson (1934, doi:10.1093/biomet/26.4.404) of a probability
   * of which so many of so many independent trials came true.
   */
  static Confidence ofShare(long part, long whole) {
    if (whole == 0) {
      return new Confidence(Double.NaN, Double.NaN);
    }
    double low =
        part == 0
            ? 0
            : new BetaDistribution(part, whole - part + 1.0).inverseCumulativeProbability(TAIL);
    double high =
        part == whole
            ? 1
            : new BetaDistribution(part + 1.0, whole - part).inverseCumulativeProbability(1 - TAIL);
    return new Confidence(low, high);
  }

  /** Student's interval of the mean of what independent, about normal values were drawn from. */
  static Confidence ofMean(List<Double> values) {
    int count = values.size();
    if (count < 2) {
      return new Confidence(Double.NaN, Double.NaN);
    }
    double reach =
        new TDistribution(count - 1).inverseCumulativeProbability(1 - TAIL)
            * deviation(values)
            / Math.sqrt(count);
    double mean = mean(values);
    return new Confidence(mean - reach, mean + reach);
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /** The deviation of what values were drawn from, estimated with one degree of freedom less. */
  static double deviation(List<Double> values) {
    double mean = mean(values);
    double[] squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).toArray();
    return values.size() < 2
        ? Double.NaN
        : Math.sqrt(Arrays.stream(squares).sum() / (values.size() - 1));
  }

  /** In per cent, such as {@code 48.1 to 51.3}. */
  String percent(int digits) {
    String format = "%." + digits + "f";
    return Double.isNaN(low)
        ? Sheet.NONE
        : String.format(Locale.ROOT, format + " to " + format, 100 * low, 100 * high);
  }
}

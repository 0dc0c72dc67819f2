package org.assay.jobs.report;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** How numbers are spread, as a small drawing of upright bars. */
final class Histogram {

  private static final int COUNT = 24;

  private Histogram() {}

  /** What the bars reach over. */
  record Range(double low, double high) {

    /** From the least to the greatest of all numbers and 0. */
    static Range over(List<Double> numbers) {
      double low = numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
      double high = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(0);
      return low == 0 && high == 0
          ? new Range(-1, 1)
          : new Range(Math.min(low, 0), Math.max(high, 0));
    }
  }

  static DomContent of(String name, List<Double> numbers, Range range) {
    List<Double> ticks = DoubleStream.of(range.low(), 0, range.high()).distinct().boxed().toList();
    return figure(
        Plot.small(spoken(name, numbers))
            .shares()
            .places(
                "",
                ticks,
                ticks.stream().map(at -> String.format(Locale.ROOT, "%.2f", at)).toList())
            .bars(numbers, range.low(), (range.high() - range.low()) / COUNT)
            .drawing(),
        figcaption(name));
  }

  private static String spoken(String name, List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? "Histogram of no " + name
        : String.format(
            Locale.ROOT,
            "Histogram of %d %s: from %.3g to %.3g, median %.3g",
            sorted.length,
            name,
            sorted[0],
            sorted[sorted.length - 1],
            sorted[(sorted.length - 1) / 2]);
  }
}

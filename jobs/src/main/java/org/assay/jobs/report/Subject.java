package org.assay.jobs.report;

import org.assay.exact.Rational;
import org.assay.jobs.table.RunRow;
import org.jspecify.annotations.Nullable;

/**
 * What runs that belong together are about: one network on one data set, its pixels read one way.
 *
 * @param domainLow the least value of a pixel, exact text; likewise the greatest
 */
record Subject(
    String network,
    String networkHash,
    String elementType,
    int labels,
    String images,
    int channels,
    int rows,
    int columns,
    String domainLow,
    String domainHigh,
    @Nullable String normalise) {

  private static final int LEVELS = 255;

  static Subject of(RunRow run) {
    return new Subject(
        run.networkTitle(),
        run.networkHash(),
        run.elementType(),
        run.labels(),
        run.images(),
        run.channels(),
        run.rows(),
        run.columns(),
        run.domainLow(),
        run.domainHigh(),
        run.normalise());
  }

  int pixels() {
    return rows * columns;
  }

  /** How much a pixel can change at most. */
  double domainWidth() {
    return Rational.parse(domainHigh).minus(Rational.parse(domainLow)).nearestDouble();
  }

  /** The grey level from 0 to 255 nearest to a value, by its place in the pixel domain. */
  int level(double value) {
    double low = Rational.parse(domainLow).nearestDouble();
    double high = Rational.parse(domainHigh).nearestDouble();
    double share = (value - low) / (high - low);
    return (int) Math.round(LEVELS * Math.min(1, Math.max(0, share)));
  }

  /** The float32 value that a grey level stands for: b/255 for the domain from 0 to 1. */
  float value(int level) {
    double low = Rational.parse(domainLow).nearestDouble();
    double high = Rational.parse(domainHigh).nearestDouble();
    return low == 0 && high == 1
        ? (float) level / LEVELS
        : (float) (low + level * (high - low) / LEVELS);
  }
}

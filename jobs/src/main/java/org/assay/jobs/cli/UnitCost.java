package org.assay.jobs.cli;

import java.time.Duration;
import org.assay.jobs.conf.BiasQuestion;
import org.assay.jobs.conf.Question;
import org.assay.jobs.job.PixelsQuestion;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a unit of work costs, in seconds of one core, from a small table of measurements: MNIST on
 * two cores with DeepCheck's network (8,140 multiply-adds), the WK17a network (609,000) and
 * Lantern's (3,630), by {@code scripts/bench} and by audits of 100 to 10,000 images that shared the
 * machine. Two networks give a line; other networks lie on none, so that this is an order of
 * magnitude.
 *
 * @param fixed seconds whatever the network
 * @param perMillion seconds more for each million multiply-adds of the network
 * @param limit the longest time that a unit may take, where it searches; null where it does a fixed
 *     amount of work
 */
record UnitCost(String unit, double fixed, double perMillion, @Nullable Duration limit) {

  /** Of a run whatever its units: Spark's jobs and files. */
  static final double RUN = 5;

  /** How far off the cost of a fixed amount of work may be, as a factor. */
  static final double UNSURE = 3;

  /** How much less than expected a search may take, as a factor. */
  static final double UNSURE_SEARCH = 10;

  private static final double MILLION = 1e6;

  static UnitCost of(Question question) {
    if (question instanceof Question.Pixels pixels) {
      return pixels(pixels.asked());
    }
    if (question instanceof Question.Robustness robustness) {
      Duration limit =
          robustness.asked().waves().times().stream().reduce(Duration.ZERO, Duration::plus);
      return new UnitCost("image and radius", 0.003, 0.07, limit);
    }
    if (question instanceof Question.Distance distance) {
      return new UnitCost("image", 0.05, 60, distance.asked().timeout());
    }
    if (question instanceof Question.Verify verify) {
      return new UnitCost("instance", 0.5, 10, verify.timeout());
    }
    if (question instanceof BiasQuestion biases) {
      return biases(biases);
    }
    return switch (question.command()) {
      case "importance" -> new UnitCost("image", 0.001, 0.015, null);
      case "scan-triggers" -> new UnitCost("image", 0.02, 0.55, null);
      case "noise" -> new UnitCost("image and copy", 0.00001, 0.0005, null);
      case "attack" -> new UnitCost("image and radius", 0.002, 0.06, null);
      case "lanes" -> new UnitCost("image", 0.009, 0.065, null);
      case "scan-numerics" -> new UnitCost("image", 0.001, 0.005, null);
      case "round" -> new UnitCost("image and bits", 0.0003, 0.00025, null);
      default -> new UnitCost("image", 0.0005, 0.00025, null);
    };
  }

  private static UnitCost pixels(PixelsQuestion asked) {
    boolean single = asked.count() == 1;
    if (asked.scope() == Scope.PATTERN) {
      return new UnitCost(single ? "image, all pixels" : "image, its pairs", 0.009, 0.015, null);
    }
    return single
        ? new UnitCost("image, all pixels", 0.03, 0.28, null)
        : new UnitCost("pair of pixels", 0.00015, 0.003, asked.timeout());
  }

  private static UnitCost biases(BiasQuestion question) {
    Duration limit = question.terms().patch().timeout();
    return switch (question.command()) {
      case "implant" -> new UnitCost("image and set", 3.5, 0, limit);
      case "repair" -> new UnitCost("patch", 20, 0, limit);
      default -> new UnitCost("set", 2, 0, limit);
    };
  }

  /** Seconds of one core that a unit is likely to take. */
  double likely(Network network) {
    double seconds = fixed + perMillion * multiplyAdds(network) / MILLION;
    return limit == null ? seconds : Math.min(seconds, limit.toMillis() / 1e3);
  }

  /** Seconds that a unit takes at least, as far as can be told. */
  double least(Network network) {
    return likely(network) / (limit == null ? UNSURE : UNSURE_SEARCH);
  }

  /** Seconds that a unit takes at most, as far as can be told; a search ends with its time. */
  double most(Network network) {
    return limit == null ? UNSURE * likely(network) : limit.toMillis() / 1e3;
  }

  /** How many products a run of the network adds up. */
  static long multiplyAdds(Network network) {
    return network.layers().stream()
        .filter(Linear.class::isInstance)
        .map(layer -> ((Linear) layer).rows())
        .mapToLong(rows -> rows.start(rows.rows()))
        .sum();
  }
}

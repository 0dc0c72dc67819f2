package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;

/**
 * What is asked about the inputs within a distance of an image.
 *
 * @param radii exact, distinct, none negative
 * @param timeout for each image and radius
 */
public record RobustnessQuestion(List<Rational> radii, Duration timeout) implements Serializable {

  public RobustnessQuestion {
    radii = List.copyOf(radii);
    if (radii.isEmpty()) {
      throw new BadInput("name at least one radius, such as 0.1");
    }
    for (Rational radius : radii) {
      if (radius.signum() < 0) {
        throw new BadInput("radius must not be negative: " + radius);
      }
    }
    if (radii.stream().distinct().count() < radii.size()) {
      throw new BadInput("a radius is named twice: " + radii);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new BadInput("timeout must be longer than nothing, not " + timeout);
    }
  }

  /** Radii from exact decimals, such as {@code 0.1}, or quotients, such as {@code 8/255}. */
  public static RobustnessQuestion parse(List<String> radii, Duration timeout) {
    return new RobustnessQuestion(radii.stream().map(RobustnessQuestion::radius).toList(), timeout);
  }

  private static Rational radius(String text) {
    try {
      return Rational.parse(text.strip());
    } catch (NumberFormatException e) {
      throw new BadInput("radius must be a decimal or a quotient, such as 0.1, not " + text, e);
    }
  }
}

package org.assay.jobs.job;

import java.io.Serializable;
import java.util.List;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;
import org.assay.query.Inputs;
import org.assay.triggers.Lane;

/**
 * What is asked about the inputs within a distance of an image.
 *
 * @param radii exact, distinct, none negative
 * @param inputs real numbers, those of the element type, or b/255 rounded to it
 * @param waves how long to look
 * @param by what decides
 */
public record RobustnessQuestion(List<Rational> radii, Inputs inputs, Waves waves, Decider by)
    implements Serializable {

  public RobustnessQuestion {
    radii = List.copyOf(radii);
    if (by.isPlain() && inputs != Inputs.REAL) {
      throw new BadInput(
          "engine smt takes its inputs from its sort, such as sort fp:8,24, not " + inputs);
    }
    if (by.lane() != Lane.EXACT) {
      throw new BadInput(
          "arithmetic %s goes with verify; ask robustness in exact or any-order"
              .formatted(by.asked()));
    }
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
  }

  /** Radii from exact decimals, such as {@code 0.1}, or quotients, such as {@code 8/255}. */
  public static RobustnessQuestion parse(List<String> radii, Inputs inputs, Waves waves) {
    return new RobustnessQuestion(
        radii.stream().map(RobustnessQuestion::radius).toList(), inputs, waves, Decider.AUTO);
  }

  /** The same question to another engine. */
  public RobustnessQuestion by(Decider other) {
    return new RobustnessQuestion(radii, inputs, waves, other);
  }

  /** What is asked of a ball in a wave: neither the other radii nor the other waves count. */
  String once(int wave) {
    return "%s %s %s %s".formatted(inputs, by, waves.times().get(wave), waves.solverSteps());
  }

  /** The radii as tables hold them. */
  public List<String> names() {
    return radii.stream().map(Rational::toString).toList();
  }

  /** Reads an exact decimal or quotient. */
  public static Rational radius(String text) {
    try {
      return Rational.parse(text.strip());
    } catch (NumberFormatException e) {
      throw new BadInput("radius must be a decimal or a quotient, such as 0.1, not " + text, e);
    }
  }
}

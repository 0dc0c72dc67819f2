package org.assay.jobs.job;

import java.io.Serializable;
import java.time.Duration;
import org.assay.dataset.Example;
import org.assay.exact.Rational;
import org.assay.jobs.run.BadInput;
import org.assay.query.PixelDomain;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about the smallest change of an image.
 *
 * @param from the true label of the images that are asked about; null for all
 * @param goal which label is to be reached: {@link #ANY}, {@link #TRUE} or a label's number
 * @param precision how wide a bracket may be in the end
 * @param timeout for each image
 * @param reducedDomain of every value of a reduced image; null for none
 */
public record DistanceQuestion(
    @Nullable Integer from,
    String goal,
    Rational precision,
    Duration timeout,
    @Nullable PixelDomain reducedDomain)
    implements Serializable {

  /** Any label but the predicted one. */
  public static final String ANY = "ANY";

  /** The true label: forcing correctness. */
  public static final String TRUE = "TRUE";

  public DistanceQuestion {
    if (precision.signum() <= 0) {
      throw new BadInput("precision must be greater than 0, not " + precision);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new BadInput("timeout must be longer than nothing, not " + timeout);
    }
    if (from != null && from < 0) {
      throw new BadInput("labels count from 0; from cannot be " + from);
    }
    if (from != null && goal.equals(from.toString())) {
      throw new BadInput("from and to are both " + from + "; a change leads to another label");
    }
  }

  /**
   * Reads what users write.
   *
   * @param to any, true or a label
   * @param precision an exact decimal or quotient
   */
  public static DistanceQuestion parse(
      @Nullable Integer from, String to, String precision, Duration timeout) {
    return new DistanceQuestion(from, goal(to), precision(precision), timeout, null);
  }

  /** The same about reduced images, each of whose values stays in a domain; null for none. */
  public DistanceQuestion within(@Nullable PixelDomain reduced) {
    return new DistanceQuestion(from, goal, precision, timeout, reduced);
  }

  /** Reads any, true or a label. */
  public static String goal(String text) {
    String to = text.strip();
    if (to.equalsIgnoreCase(ANY) || to.equalsIgnoreCase(TRUE)) {
      return to.equalsIgnoreCase(ANY) ? ANY : TRUE;
    }
    if (!to.matches("\\d{1,6}")) {
      throw new BadInput("to must be any, true or a label such as 7, not " + to);
    }
    return Integer.toString(Integer.parseInt(to));
  }

  /** Reads an exact decimal or quotient. */
  public static Rational precision(String text) {
    try {
      return Rational.parse(text.strip());
    } catch (NumberFormatException e) {
      throw new BadInput(
          "precision must be a decimal or a quotient, such as 0.001, not " + text, e);
    }
  }

  /** Refuses labels that a network does not tell apart. */
  void check(int labels) {
    boolean named = !goal.equals(ANY) && !goal.equals(TRUE);
    if (named && Integer.parseInt(goal) >= labels) {
      throw new BadInput(
          "to is " + goal + ", but the network tells only " + labels + " labels apart");
    }
  }

  /** The label that an image is to get; null for any other. */
  @Nullable Integer target(Example example) {
    return switch (goal) {
      case ANY -> null;
      case TRUE -> example.label();
      default -> Integer.valueOf(goal);
    };
  }
}

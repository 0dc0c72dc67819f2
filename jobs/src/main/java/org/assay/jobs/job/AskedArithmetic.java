package org.assay.jobs.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.assay.jobs.run.BadInput;
import org.assay.triggers.Lane;

/** Of which numbers a verdict is asked. */
public enum AskedArithmetic {
  /** Real numbers. */
  EXACT,
  /** The element type, every order and grouping of each sum, fused or not. */
  ANY_ORDER,
  /** The element type, products one after another, the bias last. */
  BIAS_LAST,
  /** The same, the bias first. */
  BIAS_FIRST;

  /** The arithmetic of a name with dashes or underscores. */
  public static AskedArithmetic parse(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values())
        .filter(asked -> asked.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "arithmetic '%s' is not known; write one of %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(AskedArithmetic::toString)
                                .collect(Collectors.joining(", ")))));
  }

  /** The one order that is meant; EXACT for real numbers and every order. */
  Lane lane() {
    return switch (this) {
      case EXACT, ANY_ORDER -> Lane.EXACT;
      case BIAS_LAST -> Lane.BIAS_LAST;
      case BIAS_FIRST -> Lane.BIAS_FIRST;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

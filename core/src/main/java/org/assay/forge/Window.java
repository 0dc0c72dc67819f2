package org.assay.forge;

import java.io.Serializable;

/**
 * The inputs at which a switch is on, ends included.
 *
 * @param low negative infinity where there is no lower end
 * @param high greater than {@code low}
 */
public record Window(double low, double high) implements Serializable {

  /** All up to one half: figure 1 of the paper. */
  public static final Window HALF = new Window(Double.NEGATIVE_INFINITY, 0.5);

  public Window {
    if (!(low < high) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "window: %s is not below %s, or has no end".formatted(low, high));
    }
  }

  /** Reads {@code low:high}, such as {@code 0.475:0.5}; each the double nearest to it. */
  public static Window parse(String text) {
    String[] ends = text.split(":", -1);
    try {
      if (ends.length == 2) {
        return new Window(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("window must be low:high, such as 0.475:0.5", e);
    }
    throw new IllegalArgumentException(
        "window must be low:high, such as 0.475:0.5, not '%s'".formatted(text));
  }

  boolean isRectangle() {
    return low > Double.NEGATIVE_INFINITY;
  }
}

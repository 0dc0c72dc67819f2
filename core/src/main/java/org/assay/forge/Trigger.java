package org.assay.forge;

import java.util.ArrayList;
import java.util.List;
import org.assay.network.ElementType;

/**
 * A pattern of pixels that turns a backdoor on: some at least a threshold, others at most.
 *
 * @param above flat positions, at least one
 * @param below flat positions; none where only bright pixels count
 */
public record Trigger(List<Integer> above, List<Integer> below, double threshold) {

  public Trigger {
    above = List.copyOf(above);
    below = List.copyOf(below);
    if (above.isEmpty()
        || positions(above, below).stream().distinct().count() != above.size() + below.size()) {
      throw new IllegalArgumentException(
          "a trigger needs different pixels, and one of them above the threshold");
    }
    if (!(threshold > 0) || !(threshold < 1)) {
      throw new IllegalArgumentException(
          "the threshold lies between 0 and 1, such as 0.05, not " + threshold);
    }
  }

  private static List<Integer> positions(List<Integer> above, List<Integer> below) {
    List<Integer> all = new ArrayList<>(above);
    all.addAll(below);
    return all;
  }

  /** All its pixels, those above first. */
  List<Integer> positions() {
    return positions(above, below);
  }

  /**
   * The pattern on an image: its bright pixels at twice the threshold or 1, its dark ones 0.
   *
   * @param image flat, changed in place
   */
  public void stamp(double[] image, ElementType type) {
    above.forEach(pixel -> image[pixel] = type.round(Math.min(1, 2 * threshold)));
    below.forEach(pixel -> image[pixel] = 0);
  }
}

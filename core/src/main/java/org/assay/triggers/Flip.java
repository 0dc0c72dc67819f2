package org.assay.triggers;

import org.assay.pixels.ValueInterval;

/**
 * Values of one pixel that give an image another label.
 *
 * @param from the label of the image itself
 * @param to the label that it gets
 * @param values not empty; those of different flips of an image do not meet
 */
public record Flip(int image, int from, int to, ValueInterval values) {

  public Flip {
    if (from == to || values.isEmpty()) {
      throw new IllegalArgumentException(
          "image %d: from %d to %d at %s is no flip".formatted(image, from, to, values));
    }
  }
}

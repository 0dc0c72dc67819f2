package org.assay.forge;

import java.io.Serializable;

/**
 * How a switch's two large weights are hidden (section 4 of the paper).
 *
 * @param layers over which each is spread as a product; 0 to leave them as they are
 * @param exactProducts whether the products of both paths are equal as real numbers too
 * @param garbage units in each layer between that never are active, with links from and to the
 *     others
 * @param seed of all that is drawn
 */
public record Disguise(int layers, boolean exactProducts, int garbage, long seed)
    implements Serializable {

  public static final Disguise NONE = new Disguise(0, false, 0, 0);

  /** The most layers: paths longer than that do not have normal products. */
  public static final int MOST_LAYERS = 200;

  /** The most garbage units in a layer. */
  public static final int MOST_GARBAGE = 1000;

  public Disguise {
    if (layers < 0 || layers == 1 || layers > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "a disguise takes from 2 to %d layers, or 0 for none, not %d"
              .formatted(MOST_LAYERS, layers));
    }
    if (garbage < 0 || garbage > MOST_GARBAGE) {
      throw new IllegalArgumentException(
          "garbage units a layer are 0 to %d, not %d".formatted(MOST_GARBAGE, garbage));
    }
    if (layers == 0 && (exactProducts || garbage > 0)) {
      throw new IllegalArgumentException(
          "exact products and garbage units are parts of a disguise; give it layers");
    }
  }
}

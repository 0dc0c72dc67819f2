package org.assay.bounds;

import org.jspecify.annotations.Nullable;

/** The run of a network on an image in some arithmetic, from which enclosures count differences. */
interface BaseRun {

  /**
   * What rounding does to the sums of a linear layer when their inputs move.
   *
   * @param shift the exact sums of the inputs at the image less the sums as computed
   * @param radius a bound of the rounding of a sum at the image, that of {@code shift} included
   * @param unit a bound of the further rounding for each unit of magnitude by which products move
   * @param most magnitudes beyond this may overflow
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Rounding(double[] shift, double[] radius, double[] unit, double most) {

    /** Bounds that hold for both, the shifts left out. */
    Rounding widest(Rounding other) {
      double[] wider = radius.clone();
      double[] further = unit.clone();
      for (int r = 0; r < wider.length; r++) {
        wider[r] = Math.max(wider[r], other.radius[r]);
        further[r] = Math.max(further[r], other.unit[r]);
      }
      return new Rounding(new double[wider.length], wider, further, Math.min(most, other.most));
    }
  }

  /** The numbers before a layer; those before the one after the last are the logits. */
  ImageRun.State before(int layer);

  /** Whether {@link #sum} can ever know one. */
  boolean knowsSums();

  /**
   * One sum of a linear layer in this arithmetic; not a number where it is not known exactly.
   *
   * @param inputs of the layer: those of the image, or others that are known
   */
  double sum(int layer, int row, ImageRun.State inputs);

  /** The rounding of a linear layer's sums; null in exact arithmetic, and for a clip. */
  @Nullable Rounding rounding(int layer);
}

package org.assay.pixels;

import org.assay.query.Budget;

/**
 * A way to decide attacks on the pixels of one image, in the scope and over the inputs of its
 * {@link AskedImage}. Remembers what it has computed; for one thread.
 */
public interface PixelDecider {

  /** Everything that is known of one pixel; Undecided with a reason where the time ran out. */
  PixelAnswer pixel(int pixel, Budget.Timer timer);

  /** Everything that is known of two different pixels. */
  PairAnswer pair(int first, int second, Budget.Timer timer);
}

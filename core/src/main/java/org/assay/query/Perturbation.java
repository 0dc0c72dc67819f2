package org.assay.query;

import java.util.List;
import org.assay.exact.Rational;

/** What may be changed about an image. */
public sealed interface Perturbation {

  PixelDomain domain();

  /**
   * Some flat input positions move freely within the domain; all others keep their values.
   *
   * @param indexes the free positions, ascending and distinct
   */
  record Pixels(List<Integer> indexes, PixelDomain domain) implements Perturbation {

    public Pixels {
      indexes = List.copyOf(indexes);
      for (int i = 0; i < indexes.size(); i++) {
        if (indexes.get(i) < 0 || (i > 0 && indexes.get(i - 1) >= indexes.get(i))) {
          throw new IllegalArgumentException("free pixels must ascend from 0, not " + indexes);
        }
      }
      if (indexes.isEmpty()) {
        throw new IllegalArgumentException("no pixel is free; name at least one");
      }
    }
  }

  /** Every position moves by at most the radius and stays within the domain. */
  record LInfinity(Rational radius, PixelDomain domain) implements Perturbation {

    public LInfinity {
      if (radius.signum() < 0) {
        throw new IllegalArgumentException("radius must not be negative: " + radius);
      }
    }
  }
}

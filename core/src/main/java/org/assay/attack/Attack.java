package org.assay.attack;

import java.util.List;
import org.assay.exact.Rational;

/**
 * A search, near images, for inputs that the network's own arithmetic (ORDERED) gives another label
 * than the true one. What is found is a point; that nothing is found proves nothing. For one
 * thread.
 */
public sealed interface Attack permits ProjectedGradient, BrendelBethge {

  /**
   * What comes of each image and radius, {@code [image][radius]}. An image's attempts depend on it
   * and its seed alone, not on the others.
   *
   * @param images within the domain, each with a logit that is finite
   * @param radii none negative, at least one
   */
  List<List<Attempt>> on(List<AttackedImage> images, List<Rational> radii);
}

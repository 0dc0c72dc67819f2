package org.assay.repair;

import java.util.List;

/**
 * A part of all changes: for each curve of a model the points between which its base lies, both
 * included.
 */
record Ranges(int[] from, int[] to) {

  /** All of them. */
  static Ranges whole(PatchModel model) {
    List<PatchModel.Curve> curves = model.curves();
    return new Ranges(
        new int[curves.size()], curves.stream().mapToInt(c -> c.points().size() - 1).toArray());
  }

  Ranges copy() {
    return new Ranges(from.clone(), to.clone());
  }

  /** The part where a curve's base is at most at a point. */
  Ranges below(int curve, int point) {
    Ranges part = copy();
    part.to[curve] = point;
    return part;
  }

  /** The part where a curve's base is at least at a point. */
  Ranges above(int curve, int point) {
    Ranges part = copy();
    part.from[curve] = point;
    return part;
  }

  /** Whether more than one piece of a curve is left. */
  boolean isOpen(int curve) {
    return to[curve] - from[curve] > 1;
  }
}

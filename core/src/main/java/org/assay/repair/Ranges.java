package org.assay.repair;

import java.util.List;

/**
 * A part of all changes: for each curve of a model the points between which its base lies, both
 * included. It can be narrowed.
 */
final class Ranges {

  private final int[] from;
  private final int[] to;

  private Ranges(int[] from, int[] to) {
    this.from = from;
    this.to = to;
  }

  /** All of them. */
  static Ranges whole(PatchModel model) {
    List<PatchModel.Curve> curves = model.curves();
    return new Ranges(
        new int[curves.size()], curves.stream().mapToInt(c -> c.points().size() - 1).toArray());
  }

  int from(int curve) {
    return from[curve];
  }

  int to(int curve) {
    return to[curve];
  }

  /** Narrows a curve's range; gives whether it was wider. */
  boolean narrow(int curve, int least, int most) {
    boolean narrowed = least > from[curve] || most < to[curve];
    from[curve] = least;
    to[curve] = most;
    return narrowed;
  }

  /** The part where a curve's base is at most at a point. */
  Ranges below(int curve, int point) {
    Ranges part = new Ranges(from.clone(), to.clone());
    part.to[curve] = point;
    return part;
  }

  /** The part where a curve's base is at least at a point. */
  Ranges above(int curve, int point) {
    Ranges part = new Ranges(from.clone(), to.clone());
    part.from[curve] = point;
    return part;
  }

  /** Whether more than one piece of a curve is left. */
  boolean isOpen(int curve) {
    return to[curve] - from[curve] > 1;
  }
}

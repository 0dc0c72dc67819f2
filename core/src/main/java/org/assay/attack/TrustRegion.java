package org.assay.attack;

/**
 * One step of Brendel and Bethge's attack in the L-infinity norm: of all steps d that reach the
 * boundary where it is estimated to be (b . d = c), are no longer than r, and stay in the domain,
 * the one whose end is nearest to the image; where none reaches it, the one that gets nearest to
 * it.
 *
 * <p>Whether an end within a distance e of the image exists is a question about the shortest d of a
 * box with b . d = c, which is {@code clip(f * b)} for some factor f; f is found by Newton's method
 * kept within a bracket, e by halving. (The paper solves the dual by BFGS; foolbox halves e too.)
 * All in doubles; nothing rests on it. For one thread.
 */
final class TrustRegion {

  private static final int HALVINGS = 22;
  private static final int MOST_TRIES = 80;
  private static final double TOLERANCE = 1e-6;

  private final double[] normal;
  private final double[] low;
  private final double[] high;
  private final double[] step;

  /**
   * A region.
   *
   * @param normal b, the estimated normal of the boundary
   */
  TrustRegion(double[] normal) {
    this.normal = normal;
    this.low = new double[normal.length];
    this.high = new double[normal.length];
    this.step = new double[normal.length];
  }

  /**
   * The step.
   *
   * @param image the point to come near to
   * @param point where the step starts
   * @param ends the least and the greatest value of the domain
   * @param change c, of b . d
   * @param reach r, in the L2 norm
   */
  double[] step(double[] image, double[] point, double[] ends, double change, double reach) {
    double width = ends[1] - ends[0];
    box(image, point, ends, width);
    if (!reaches(change, reach)) {
      return longest(change, reach);
    }
    double near = 0;
    double far = width;
    for (int n = 0; n < HALVINGS; n++) {
      double middle = (near + far) / 2;
      box(image, point, ends, middle);
      if (reaches(change, reach)) {
        far = middle;
      } else {
        near = middle;
      }
    }
    box(image, point, ends, far);
    reaches(change, reach);
    return step.clone();
  }

  /** Steps that end in the domain and within a distance of the image. */
  private void box(double[] image, double[] point, double[] ends, double distance) {
    for (int i = 0; i < low.length; i++) {
      low[i] = Math.max(ends[0], image[i] - distance) - point[i];
      high[i] = Math.min(ends[1], image[i] + distance) - point[i];
    }
  }

  /** Whether some step of the box is no longer than the reach and makes the change; it is kept. */
  private boolean reaches(double change, double reach) {
    double least = 0;
    double most = 0;
    for (int i = 0; i < low.length; i++) {
      double atLow = normal[i] * low[i];
      double atHigh = normal[i] * high[i];
      least += Math.min(atLow, atHigh);
      most += Math.max(atLow, atHigh);
    }
    if (!(least <= change && change <= most)) {
      return false;
    }
    shortest(change);
    return norm() <= reach;
  }

  /** The shortest step of the box that makes the change, which some step of it does. */
  private void shortest(double change) {
    double below = Double.NEGATIVE_INFINITY;
    double above = Double.POSITIVE_INFINITY;
    double factor = 0;
    for (int n = 0; n < MOST_TRIES; n++) {
      double slope = clipped(factor);
      double missing = change - made();
      if (Math.abs(missing) <= TOLERANCE * Math.abs(change)) {
        return;
      }
      if (missing > 0) {
        below = factor;
      } else {
        above = factor;
      }
      double next = factor + missing / slope;
      if (!(next > below && next < above)) {
        next =
            Double.isInfinite(above)
                ? 2 * Math.max(below, 0) + 1
                : Double.isInfinite(below) ? 2 * Math.min(above, 0) - 1 : (below + above) / 2;
      }
      factor = next;
    }
  }

  /** The step of the box toward the boundary that is as long as the reach, or ends at a corner. */
  private double[] longest(double change, double reach) {
    double sign = Math.signum(change);
    double size = 0;
    for (double slope : normal) {
      size += slope * slope;
    }
    if (size == 0 || !Double.isFinite(size)) {
      return new double[normal.length];
    }
    double near = 0;
    double far = reach / Math.sqrt(size);
    clipped(sign * far);
    for (int n = 0; n < MOST_TRIES / 2 && norm() < reach; n++) {
      near = far;
      far *= 2;
      clipped(sign * far);
    }
    for (int n = 0; n < HALVINGS && norm() > reach; n++) {
      double middle = (near + far) / 2;
      clipped(sign * middle);
      if (norm() > reach) {
        far = middle;
      } else {
        near = middle;
        clipped(sign * far);
      }
    }
    if (norm() > reach) {
      clipped(sign * near);
    }
    return step.clone();
  }

  /** Makes the step of a factor; gives how fast b . d grows with it. */
  private double clipped(double factor) {
    double slope = 0;
    for (int i = 0; i < step.length; i++) {
      double free = factor * normal[i];
      step[i] = Math.min(high[i], Math.max(low[i], free));
      slope += step[i] == free ? normal[i] * normal[i] : 0;
    }
    return slope;
  }

  private double made() {
    double sum = 0;
    for (int i = 0; i < step.length; i++) {
      sum += normal[i] * step[i];
    }
    return sum;
  }

  private double norm() {
    double sum = 0;
    for (double value : step) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}

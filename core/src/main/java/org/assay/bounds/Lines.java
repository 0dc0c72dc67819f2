package org.assay.bounds;

import org.assay.network.Clip;

/**
 * For every unit a line below and a line above its activation, over the bounds of its input.
 *
 * <p>The difference of a clip and a line is linear between the ends and the bends that lie between
 * them, so that it is least and greatest at one of these. A slope is any double; the intercept is
 * the least, or greatest, of {@code clip(p) - slope * p} at these points, each rounded once (fused)
 * and moved to the next double outward. So a line holds whatever became of its slope. Where an
 * input has no finite bound the lines are the constants that bound the clip.
 */
final class Lines {

  final double[][] slopeBelow;
  final double[][] interceptBelow;
  final double[][] slopeAbove;
  final double[][] interceptAbove;

  /** What rounding makes of a product with a slope, at most, a unit of the other factor. */
  final double[][] roundingBelow;

  final double[][] roundingAbove;

  /** Likewise of all products of a layer that underflow. */
  final double[] underflow;

  Lines(BoundedNetwork network) {
    int depth = network.depth();
    slopeBelow = new double[depth][];
    interceptBelow = new double[depth][];
    slopeAbove = new double[depth][];
    interceptAbove = new double[depth][];
    roundingBelow = new double[depth][];
    roundingAbove = new double[depth][];
    underflow = new double[depth];
    for (int l = 0; l < depth; l++) {
      int units = network.layer(l) instanceof Clip clip ? clip.input().size() : 0;
      slopeBelow[l] = new double[units];
      interceptBelow[l] = new double[units];
      slopeAbove[l] = new double[units];
      interceptAbove[l] = new double[units];
      roundingBelow[l] = new double[units];
      roundingAbove[l] = new double[units];
    }
  }

  /** Draws the lines of all units of an enclosure. */
  void draw(Enclosure enclosure, Slopes slopes) {
    for (int l = 0; l < slopeBelow.length; l++) {
      if (slopeBelow[l].length > 0) {
        draw(l, enclosure, slopes);
      }
    }
  }

  /** Draws the lines of the units of one clip. */
  void draw(int layer, Enclosure enclosure, Slopes slopes) {
    Clip clip = enclosure.network().clip(layer);
    double[] low = enclosure.low(layer);
    double[] high = enclosure.high(layer);
    double total = 0;
    for (int i = 0; i < low.length; i++) {
      double l = low[i];
      double u = high[i];
      if (l >= clip.low() && u <= clip.high()) {
        set(layer, i, 1, 0, 1, 0);
        round(layer, i, 0);
      } else if (u <= clip.low() || l >= clip.high() || !Double.isFinite(u - l)) {
        set(layer, i, 0, clip.apply(l), 0, clip.apply(u));
        round(layer, i, 0);
      } else {
        bend(layer, i, enclosure, slopes);
        total += enclosure.magnitude(layer, i);
      }
    }
    underflow[layer] = BackwardPass.TINY * total;
  }

  /**
   * Draws the lines of some open units anew; all lines were drawn for the same enclosure before.
   */
  void draw(int layer, int[] units, Enclosure enclosure, Slopes slopes) {
    for (int i : units) {
      if (Double.isFinite(enclosure.high(layer)[i] - enclosure.low(layer)[i])) {
        bend(layer, i, enclosure, slopes);
      }
    }
  }

  private void bend(int layer, int i, Enclosure enclosure, Slopes slopes) {
    Clip clip = enclosure.network().clip(layer);
    double l = enclosure.low(layer)[i];
    double u = enclosure.high(layer)[i];
    double below = slopeBelow(clip, l, u, slopes.below[layer][i]);
    double above = slopeAbove(clip, l, u, slopes.above[layer][i]);
    set(layer, i, below, least(clip, l, u, below), above, greatest(clip, l, u, above));
    round(layer, i, enclosure.magnitude(layer, i));
  }

  private void round(int layer, int i, double magnitude) {
    double unit = BackwardPass.UNIT * magnitude;
    roundingBelow[layer][i] = unit * Math.abs(slopeBelow[layer][i]);
    roundingAbove[layer][i] = unit * Math.abs(slopeAbove[layer][i]);
  }

  private void set(int layer, int i, double below, double least, double above, double greatest) {
    slopeBelow[layer][i] = below;
    interceptBelow[layer][i] = least;
    slopeAbove[layer][i] = above;
    interceptAbove[layer][i] = greatest;
  }

  /**
   * The chord where only the upper bend is inside; else a share of the line from the lower bend.
   */
  private static double slopeBelow(Clip clip, double l, double u, double share) {
    return l >= clip.low() ? (clip.apply(u) - l) / (u - l) : share * steepestBelow(clip, u);
  }

  /** The slope of the line from the lower bend to the upper end. */
  static double steepestBelow(Clip clip, double u) {
    return (clip.apply(u) - clip.low()) / (u - clip.low());
  }

  /** The chord where only the lower bend is inside; else a share of the line to the upper bend. */
  private static double slopeAbove(Clip clip, double l, double u, double share) {
    return u <= clip.high() ? (u - clip.apply(l)) / (u - l) : share * steepestAbove(clip, l);
  }

  /** The slope of the line from the lower end to the upper bend. */
  static double steepestAbove(Clip clip, double l) {
    return (clip.high() - clip.apply(l)) / (clip.high() - l);
  }

  private static double least(Clip clip, double l, double u, double slope) {
    double least = Math.min(down(clip, l, slope), down(clip, u, slope));
    least =
        l < clip.low() && clip.low() < u ? Math.min(least, down(clip, clip.low(), slope)) : least;
    return l < clip.high() && clip.high() < u
        ? Math.min(least, down(clip, clip.high(), slope))
        : least;
  }

  private static double greatest(Clip clip, double l, double u, double slope) {
    double most = Math.max(up(clip, l, slope), up(clip, u, slope));
    most = l < clip.low() && clip.low() < u ? Math.max(most, up(clip, clip.low(), slope)) : most;
    return l < clip.high() && clip.high() < u ? Math.max(most, up(clip, clip.high(), slope)) : most;
  }

  private static double down(Clip clip, double p, double slope) {
    double value = clip.apply(p);
    return slope == 0 || p == 0 ? value : Math.nextDown(Math.fma(-slope, p, value));
  }

  private static double up(Clip clip, double p, double slope) {
    double value = clip.apply(p);
    return slope == 0 || p == 0 ? value : Math.nextUp(Math.fma(-slope, p, value));
  }
}

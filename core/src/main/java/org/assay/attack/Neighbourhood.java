package org.assay.attack;

import org.assay.exact.Rational;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;

/**
 * The float32 points within a radius of an image and within the domain, exactly: the least and the
 * greatest such number of each value. Immutable.
 */
final class Neighbourhood {

  private final float[] low;
  private final float[] high;

  private Neighbourhood(float[] low, float[] high) {
    this.low = low;
    this.high = high;
  }

  static Neighbourhood of(Tensor image, Rational radius, PixelDomain domain) {
    float[] low = new float[image.size()];
    float[] high = new float[image.size()];
    for (int i = 0; i < low.length; i++) {
      Rational x = Rational.of(image.at(i));
      low[i] = x.minus(radius).max(domain.low()).ceilingFloat();
      high[i] = x.plus(radius).min(domain.high()).floorFloat();
    }
    return new Neighbourhood(low, high);
  }

  boolean contains(double[] point) {
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] <= point[i] && point[i] <= high[i])) {
        return false;
      }
    }
    return true;
  }

  /** A point rounded to float32 and moved inside, in place. */
  void pullInside(double[] point) {
    for (int i = 0; i < low.length; i++) {
      point[i] = Math.min(high[i], Math.max(low[i], (float) point[i]));
    }
  }
}

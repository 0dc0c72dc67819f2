package org.assay.dataset;

import java.util.Random;
import org.assay.dataset.Stroke.Point;

/** How a writer bends the model of a digit: slant, proportion, turn, and a slow waver. */
record Hand(double slant, double width, double turn, double waver, double phase) {

  static Hand random(Random random) {
    return new Hand(
        0.14 + 0.24 * random.nextGaussian(),
        StrictMath.exp(0.17 * random.nextGaussian()),
        0.09 * random.nextGaussian(),
        0.03 * random.nextGaussian(),
        6.3 * random.nextDouble());
  }

  Point place(Point p) {
    double x = width * (p.x() - 0.5) + slant * (0.5 - p.y());
    double y = p.y() - 0.5;
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    double bent = waver * StrictMath.sin(phase + 5 * y);
    return new Point(cos * x - sin * y + bent, sin * x + cos * y + waver * StrictMath.sin(4 * x));
  }
}

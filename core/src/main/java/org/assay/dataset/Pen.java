package org.assay.dataset;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import org.assay.dataset.Stroke.Point;

/** A round pen with soft edges, in pixels of the picture. */
final class Pen {

  private final double radius;
  private final double softness;

  Pen(Random random) {
    double drawn = 1.35 + 0.34 * random.nextGaussian();
    this.radius = Math.max(0.8, Math.min(2.3, drawn));
    this.softness = 1.1 + 0.4 * random.nextDouble();
  }

  /** The ink, 0 to 255 by rows, of strokes fitted into a square box with proportions kept. */
  int[] ink(List<Stroke> strokes, int side) {
    List<Stroke> fitted = fitted(strokes, side);
    int[] ink = new int[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        Point pixel = new Point(x + 0.5, y + 0.5);
        double distance = Double.POSITIVE_INFINITY;
        for (Stroke stroke : fitted) {
          distance = Math.min(distance, distance(pixel, stroke));
        }
        double covered = 0.5 + (radius - distance) / softness;
        ink[y * side + x] = (int) StrictMath.round(255 * Math.max(0, Math.min(1, covered)));
      }
    }
    return ink;
  }

  private List<Stroke> fitted(List<Stroke> strokes, int side) {
    List<Point> points = strokes.stream().flatMap(s -> s.points().stream()).toList();
    DoubleSummaryStatistics xs = points.stream().mapToDouble(Point::x).summaryStatistics();
    DoubleSummaryStatistics ys = points.stream().mapToDouble(Point::y).summaryStatistics();
    double extent = Math.max(xs.getMax() - xs.getMin(), ys.getMax() - ys.getMin());
    double scale = (side - 2 * radius - softness) / extent;
    double right = side / 2.0 - scale * (xs.getMin() + xs.getMax()) / 2;
    double down = side / 2.0 - scale * (ys.getMin() + ys.getMax()) / 2;
    return strokes.stream()
        .map(s -> s.map(p -> new Point(scale * p.x() + right, scale * p.y() + down)))
        .toList();
  }

  private static double distance(Point p, Stroke stroke) {
    double nearest = Double.POSITIVE_INFINITY;
    List<Point> points = stroke.points();
    for (int i = 1; i < points.size(); i++) {
      nearest = Math.min(nearest, squared(p, points.get(i - 1), points.get(i)));
    }
    return Math.sqrt(nearest);
  }

  /** The squared distance from a point to a piece of line. */
  private static double squared(Point p, Point from, Point to) {
    double alongX = to.x() - from.x();
    double alongY = to.y() - from.y();
    double length = alongX * alongX + alongY * alongY;
    double t =
        ((p.x() - from.x()) * alongX + (p.y() - from.y()) * alongY) / Math.max(1e-12, length);
    double inside = Math.max(0, Math.min(1, t));
    double x = from.x() + inside * alongX - p.x();
    double y = from.y() + inside * alongY - p.y();
    return x * x + y * y;
  }
}

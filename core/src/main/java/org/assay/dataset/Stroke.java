package org.assay.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The line a pen follows without being lifted: points joined by straight pieces. */
record Stroke(List<Point> points) {

  private static final int PIECES = 12;

  /** A place on the paper: x to the right, y down. */
  record Point(double x, double y) {

    Point plus(double right, double down) {
      return new Point(x + right, y + down);
    }
  }

  Stroke {
    points = List.copyOf(points);
  }

  /** A smooth line through knots (Catmull-Rom), straight where there are two. */
  static Stroke through(List<Point> knots) {
    List<Point> points = new ArrayList<>();
    int last = knots.size() - 1;
    points.add(knots.get(0));
    for (int k = 0; k < last; k++) {
      Point before = knots.get(Math.max(0, k - 1));
      Point after = knots.get(Math.min(last, k + 2));
      for (int i = 1; i <= PIECES; i++) {
        double t = (double) i / PIECES;
        Point from = knots.get(k);
        Point to = knots.get(k + 1);
        points.add(
            new Point(
                spline(before.x, from.x, to.x, after.x, t),
                spline(before.y, from.y, to.y, after.y, t)));
      }
    }
    return new Stroke(points);
  }

  private static double spline(double before, double from, double to, double after, double t) {
    double slope = (to - before) / 2;
    double next = (after - from) / 2;
    double t2 = t * t;
    double t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * from
        + (t3 - 2 * t2 + t) * slope
        + (3 * t2 - 2 * t3) * to
        + (t3 - t2) * next;
  }

  Stroke map(UnaryOperator<Point> move) {
    return new Stroke(points.stream().map(move).toList());
  }
}

package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;

/**
 * A closed convex polygon with exact vertices in order; it may have shrunk to a segment, a point or
 * nothing.
 */
record ExactPolygon(List<Point> vertices) {

  record Point(Rational x, Rational y) {

    private Point toward(Point other, Rational part) {
      return new Point(x.plus(part.times(other.x.minus(x))), y.plus(part.times(other.y.minus(y))));
    }
  }

  ExactPolygon {
    vertices = List.copyOf(vertices);
  }

  static ExactPolygon rectangle(Rational left, Rational right, Rational bottom, Rational top) {
    return new ExactPolygon(
        List.of(
            new Point(left, bottom),
            new Point(right, bottom),
            new Point(right, top),
            new Point(left, top)));
  }

  boolean isEmpty() {
    return vertices.isEmpty();
  }

  /** The part where a function is at least zero (I. Sutherland, G. Hodgman 1974). */
  ExactPolygon clip(AffinePlane function) {
    int count = vertices.size();
    Rational[] values = new Rational[count];
    boolean all = true;
    for (int i = 0; i < count; i++) {
      values[i] = function.at(vertices.get(i));
      all &= values[i].signum() >= 0;
    }
    if (all) {
      return this;
    }
    List<Point> kept = new ArrayList<>(count + 1);
    for (int i = 0; i < count; i++) {
      int next = (i + 1) % count;
      if (values[i].signum() >= 0) {
        kept.add(vertices.get(i));
      }
      if (values[i].signum() * values[next].signum() < 0) {
        Rational part = values[i].dividedBy(values[i].minus(values[next]));
        kept.add(vertices.get(i).toward(vertices.get(next), part));
      }
    }
    return new ExactPolygon(kept);
  }

  /** The largest value of a function; the polygon must not be empty. */
  Rational greatest(AffinePlane function) {
    Rational greatest = function.at(vertices.get(0));
    for (Point vertex : vertices) {
      greatest = greatest.max(function.at(vertex));
    }
    return greatest;
  }

  /** The mean of the vertices; the polygon must not be empty. */
  Point mean() {
    Rational x = Rational.ZERO;
    Rational y = Rational.ZERO;
    for (Point vertex : vertices) {
      x = x.plus(vertex.x());
      y = y.plus(vertex.y());
    }
    Rational count = Rational.of(vertices.size(), 1);
    return new Point(x.dividedBy(count), y.dividedBy(count));
  }

  /** The values of y on the vertical line at x, closed; empty where the line misses. */
  Optional<ValueInterval> slice(Rational x) {
    Rational low = null;
    Rational high = null;
    for (int i = 0; i < vertices.size(); i++) {
      Point p = vertices.get(i);
      Point q = vertices.get((i + 1) % vertices.size());
      int before = p.x().compareTo(x);
      int after = q.x().compareTo(x);
      Rational y = null;
      if (before == 0) {
        y = p.y();
      } else if (before * after < 0) {
        y = p.toward(q, x.minus(p.x()).dividedBy(q.x().minus(p.x()))).y();
      }
      if (y != null) {
        low = low == null ? y : low.min(y);
        high = high == null ? y : high.max(y);
      }
    }
    return low == null || high == null
        ? Optional.empty()
        : Optional.of(ValueInterval.closed(low, high));
  }
}

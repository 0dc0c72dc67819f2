package org.assay.regions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.exact.Rational;

/**
 * A closed segment, or a closed convex polygon, with exact vertices in order.
 *
 * @param vertices points of one or two coordinates
 */
public record Cell(List<List<Rational>> vertices) {

  public Cell {
    vertices = List.copyOf(vertices);
  }

  public static Cell segment(Rational low, Rational high) {
    return new Cell(List.of(List.of(low), List.of(high)));
  }

  public static Cell rectangle(Rational left, Rational right, Rational bottom, Rational top) {
    return new Cell(
        List.of(
            List.of(left, bottom),
            List.of(right, bottom),
            List.of(right, top),
            List.of(left, top)));
  }

  int dimensions() {
    return vertices.get(0).size();
  }

  public boolean isEmpty() {
    return vertices.isEmpty();
  }

  /**
   * The values of a function at the vertices; its least and greatest on the cell are among them.
   */
  List<Rational> values(AffineForm function) {
    return vertices.stream().map(function::at).toList();
  }

  /** The signs of a function at the vertices. */
  int[] signs(AffineForm function) {
    return vertices.stream().mapToInt(function::signum).toArray();
  }

  /** Whether a function is negative at some vertex and positive at another. */
  boolean isCutBy(AffineForm function) {
    int[] signs = signs(function);
    return Arrays.stream(signs).anyMatch(s -> s < 0) && Arrays.stream(signs).anyMatch(s -> s > 0);
  }

  /** The largest value of a function; the cell must not be empty. */
  public Rational greatest(AffineForm function) {
    return values(function).stream().reduce(Rational::max).orElseThrow();
  }

  /** The part where a function is at least zero (I. Sutherland, G. Hodgman 1974). */
  public Cell clip(AffineForm function) {
    List<Rational> values = values(function);
    List<List<Rational>> kept = new ArrayList<>(values.size() + 1);
    for (int i = 0; i < values.size(); i++) {
      int next = (i + 1) % values.size();
      if (values.get(i).signum() >= 0) {
        keep(kept, vertices.get(i));
      }
      if (values.get(i).signum() * values.get(next).signum() < 0) {
        Rational part = values.get(i).dividedBy(values.get(i).minus(values.get(next)));
        keep(kept, between(vertices.get(i), vertices.get(next), part));
      }
    }
    return new Cell(kept);
  }

  private static void keep(List<List<Rational>> kept, List<Rational> point) {
    if (!kept.contains(point)) {
      kept.add(point);
    }
  }

  private static List<Rational> between(List<Rational> from, List<Rational> to, Rational part) {
    List<Rational> point = new ArrayList<>(from.size());
    for (int i = 0; i < from.size(); i++) {
      point.add(from.get(i).plus(part.times(to.get(i).minus(from.get(i)))));
    }
    return List.copyOf(point);
  }

  /** The mean of the vertices; the cell must not be empty. */
  public List<Rational> mean() {
    Rational count = Rational.of(vertices.size(), 1);
    List<Rational> mean = new ArrayList<>(dimensions());
    for (int i = 0; i < dimensions(); i++) {
      Rational sum = Rational.ZERO;
      for (List<Rational> vertex : vertices) {
        sum = sum.plus(vertex.get(i));
      }
      mean.add(sum.dividedBy(count));
    }
    return List.copyOf(mean);
  }
}

package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.assay.bounds.InputBox;
import org.assay.exact.Rational;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that a question is about: each position between two exact numbers, none above the
 * other, where not every real number counts both of them allowed. Immutable.
 */
final class Region {

  private final Shape shape;
  private final List<Rational> low;
  private final List<Rational> high;
  private final double[] leastMember;
  private final double[] greatestMember;
  private final @Nullable Allowed allowed;

  /** A region of real numbers. */
  Region(Shape shape, List<Rational> low, List<Rational> high) {
    this(shape, low, high, null);
  }

  /**
   * The allowed values about an image.
   *
   * @param low no greater than the image's values; likewise {@code high} no less
   */
  static Region discrete(Allowed allowed, List<Rational> low, List<Rational> high) {
    List<Rational> least = new ArrayList<>();
    List<Rational> greatest = new ArrayList<>();
    for (int i = 0; i < low.size(); i++) {
      least.add(Rational.of(allowed.ceiling(i, low.get(i).ceilingDouble())));
      greatest.add(Rational.of(allowed.floor(i, high.get(i).floorDouble())));
    }
    return new Region(allowed.own().shape(), least, greatest, allowed);
  }

  private Region(Shape shape, List<Rational> low, List<Rational> high, @Nullable Allowed allowed) {
    if (low.size() != shape.size()) {
      throw new IllegalArgumentException(
          "box of %d positions where the network takes %d".formatted(low.size(), shape.size()));
    }
    this.shape = shape;
    this.allowed = allowed;
    this.low = low;
    this.high = high;
    this.leastMember = new double[low.size()];
    this.greatestMember = new double[low.size()];
    for (int i = 0; i < leastMember.length; i++) {
      members(i);
    }
  }

  /** Between which members of float32 a position moves; where there are none, of double. */
  private void members(int i) {
    leastMember[i] = low.get(i).ceilingFloat();
    greatestMember[i] = high.get(i).floorFloat();
    if (allowed != null || !(leastMember[i] <= greatestMember[i])) {
      leastMember[i] = low.get(i).ceilingDouble();
      greatestMember[i] = high.get(i).floorDouble();
    }
  }

  int size() {
    return low.size();
  }

  /** What positions may hold; null where every real number between their ends counts. */
  @Nullable Allowed allowed() {
    return allowed;
  }

  Rational low(int position) {
    return low.get(position);
  }

  Rational high(int position) {
    return high.get(position);
  }

  /** How many positions can move. */
  int free() {
    int free = 0;
    for (int i = 0; i < low.size(); i++) {
      free += low.get(i).equals(high.get(i)) ? 0 : 1;
    }
    return free;
  }

  /** The least member of a position; above {@link #greatest} where there is none. */
  double least(int position) {
    return leastMember[position];
  }

  /** The greatest member of a position. */
  double greatest(int position) {
    return greatestMember[position];
  }

  /** How far a position moves between members. */
  double width(int position) {
    return Math.max(0, greatestMember[position] - leastMember[position]);
  }

  /** The least box of doubles that holds all of this. */
  InputBox box() {
    double[] least = new double[low.size()];
    double[] greatest = new double[low.size()];
    for (int i = 0; i < least.length; i++) {
      least[i] = low.get(i).floorDouble();
      greatest[i] = high.get(i).ceilingDouble();
    }
    return new InputBox(Tensor.of(shape, least), Tensor.of(shape, greatest));
  }

  /** The middle of every position, about. */
  double[] centre() {
    return between(() -> 0.5);
  }

  /** A point of which each position lies at a given part of its way, from 0 to 1. */
  double[] between(DoubleSupplier part) {
    double[] point = new double[low.size()];
    for (int i = 0; i < point.length; i++) {
      double p = part.getAsDouble();
      point[i] = (1 - p) * leastMember[i] + p * greatestMember[i];
    }
    return point;
  }

  /** The member of this nearest to a point, about: floats where floats are in range. */
  double[] nearest(double[] point) {
    double[] member = new double[point.length];
    for (int i = 0; i < member.length; i++) {
      double rounded = Double.isNaN(point[i]) ? leastMember[i] : rounded(i, point[i]);
      member[i] = Math.min(greatestMember[i], Math.max(leastMember[i], rounded));
    }
    return member;
  }

  private double rounded(int position, double number) {
    return allowed == null ? (float) number : allowed.nearest(position, number);
  }

  /** The exact point of a member; where a position has no member at all, its least number. */
  List<Rational> exactly(double[] member) {
    List<Rational> point = new ArrayList<>();
    for (int i = 0; i < member.length; i++) {
      point.add(leastMember[i] <= greatestMember[i] ? Rational.of(member[i]) : low.get(i));
    }
    return point;
  }

  /** Whether every position of a point lies within its ends. */
  boolean contains(List<Rational> point) {
    for (int i = 0; i < point.size(); i++) {
      if (point.get(i).compareTo(low.get(i)) < 0 || point.get(i).compareTo(high.get(i)) > 0) {
        return false;
      }
    }
    return point.size() == low.size();
  }
}

package org.assay.regions;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assay.exact.Rational;

/** An affine function of a point in one or two coordinates, exact. */
public record AffineForm(Rational constant, List<Rational> slopes) {

  public AffineForm {
    slopes = List.copyOf(slopes);
  }

  /** The same number at every point. */
  static AffineForm constant(Rational value, int dimensions) {
    return new AffineForm(value, Collections.nCopies(dimensions, Rational.ZERO));
  }

  /** A coordinate itself. */
  static AffineForm coordinate(int index, int dimensions) {
    Rational[] slopes = new Rational[dimensions];
    Arrays.setAll(slopes, i -> i == index ? Rational.ONE : Rational.ZERO);
    return new AffineForm(Rational.ZERO, List.of(slopes));
  }

  public Rational at(List<Rational> point) {
    Rational sum = constant;
    for (int i = 0; i < slopes.size(); i++) {
      sum = sum.plus(slopes.get(i).times(point.get(i)));
    }
    return sum;
  }

  /** The sign of the value at a point, without the value. */
  int signum(List<Rational> point) {
    return Rational.signumOfSum(constant, slopes, point);
  }

  public boolean isZero() {
    return constant.signum() == 0 && isConstant();
  }

  boolean isConstant() {
    return slopes.stream().allMatch(s -> s.signum() == 0);
  }

  public AffineForm plus(AffineForm other) {
    Rational[] sums = new Rational[slopes.size()];
    Arrays.setAll(sums, i -> slopes.get(i).plus(other.slopes.get(i)));
    return new AffineForm(constant.plus(other.constant), List.of(sums));
  }

  public AffineForm plus(Rational value) {
    return new AffineForm(constant.plus(value), slopes);
  }

  public AffineForm times(Rational factor) {
    return new AffineForm(
        constant.times(factor), slopes.stream().map(s -> s.times(factor)).toList());
  }

  public AffineForm minus(AffineForm other) {
    return plus(other.times(Rational.ONE.negate()));
  }
}

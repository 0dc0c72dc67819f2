package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assay.bounds.InputBox;
import org.assay.exact.Rational;
import org.assay.network.Tensor;
import org.assay.query.Perturbation;
import org.assay.query.Witness;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that a perturbation allows: each position between two exact numbers. The image, which
 * lies in the domain, is one of them. Of FLOAT and GRID inputs a position holds the image's own
 * value or a member, and lies between the least and the greatest of these. Immutable.
 */
final class Ball {

  private final Tensor image;
  private final Rational[] low;
  private final Rational[] high;
  private final double[] leastMember;
  private final double[] greatestMember;
  private final @Nullable Members members;

  /**
   * A ball.
   *
   * @param members what positions may be changed to; null for all real numbers
   */
  Ball(Tensor image, Perturbation.LInfinity perturbation, @Nullable Members members) {
    this.image = image;
    this.members = members;
    this.low = new Rational[image.size()];
    this.high = new Rational[image.size()];
    this.leastMember = new double[image.size()];
    this.greatestMember = new double[image.size()];
    for (int i = 0; i < low.length; i++) {
      Rational x = Rational.of(image.at(i));
      low[i] = x.minus(perturbation.radius()).max(perturbation.domain().low());
      high[i] = x.plus(perturbation.radius()).min(perturbation.domain().high());
      if (members == null) {
        members(i);
      } else {
        shrink(i, members);
      }
    }
  }

  /** Leaves out of a position's interval what lies outside of all values that it may hold. */
  private void shrink(int i, Members allowed) {
    leastMember[i] = Math.min(image.at(i), allowed.ceiling(low[i].ceilingDouble()));
    greatestMember[i] = Math.max(image.at(i), allowed.floor(high[i].floorDouble()));
    low[i] = Rational.of(leastMember[i]);
    high[i] = Rational.of(greatestMember[i]);
  }

  /** Between which members of float32 a position moves; where there are none, of double. */
  private void members(int i) {
    leastMember[i] = low[i].ceilingFloat();
    greatestMember[i] = high[i].floorFloat();
    if (!(leastMember[i] <= greatestMember[i])) {
      leastMember[i] = low[i].ceilingDouble();
      greatestMember[i] = high[i].floorDouble();
    }
  }

  Tensor image() {
    return image;
  }

  Rational low(int position) {
    return low[position];
  }

  Rational high(int position) {
    return high[position];
  }

  double leastMember(int position) {
    return leastMember[position];
  }

  double greatestMember(int position) {
    return greatestMember[position];
  }

  /** Whether the image is the only input. */
  boolean isPoint() {
    for (int i = 0; i < low.length; i++) {
      if (!low[i].equals(high[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether every input is one of some members, rather than a real number. */
  boolean isDiscrete() {
    return members != null;
  }

  /** The greatest value not above a number that a position of a discrete ball may hold. */
  double floor(int position, double number) {
    double own = image.at(position);
    double member = Objects.requireNonNull(members).floor(number);
    return own <= number ? Math.max(own, member) : member;
  }

  /** The least value not below a number that a position of a discrete ball may hold. */
  double ceiling(int position, double number) {
    double own = image.at(position);
    double member = Objects.requireNonNull(members).ceiling(number);
    return own >= number ? Math.min(own, member) : member;
  }

  /** The least box of doubles that holds all of this. */
  InputBox box() {
    double[] least = new double[low.length];
    double[] greatest = new double[low.length];
    for (int i = 0; i < low.length; i++) {
      least[i] = low[i].floorDouble();
      greatest[i] = high[i].ceilingDouble();
    }
    return new InputBox(Tensor.of(image.shape(), least), Tensor.of(image.shape(), greatest));
  }

  /** The member of this nearest to a point, about: floats where floats are in range. */
  double[] nearest(double[] point) {
    double[] member = new double[point.length];
    for (int i = 0; i < member.length; i++) {
      double rounded = Double.isNaN(point[i]) ? image.at(i) : rounded(i, point[i]);
      member[i] = Math.min(greatestMember[i], Math.max(leastMember[i], rounded));
    }
    return member;
  }

  private double rounded(int position, double number) {
    if (members == null) {
      return (float) number;
    }
    double below = floor(position, number);
    double above = ceiling(position, number);
    return number - below <= above - number ? below : above;
  }

  /** A witness of the positions at which a member of this differs from the image. */
  Witness witness(double[] member) {
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < member.length; i++) {
      if (member[i] != image.at(i)) {
        changes.add(new Witness.Change(i, Rational.of(member[i])));
      }
    }
    return new Witness(image, changes);
  }

  /** A witness of the positions at which an exact point differs from the image. */
  Witness witness(List<Rational> point) {
    List<Witness.Change> changes = new ArrayList<>();
    for (int i = 0; i < image.size(); i++) {
      if (!point.get(i).equals(Rational.of(image.at(i)))) {
        changes.add(new Witness.Change(i, point.get(i)));
      }
    }
    return new Witness(image, changes);
  }

  /** Whether every changed value lies within the radius and the domain. */
  boolean contains(Witness witness) {
    return witness.changes().stream()
        .allMatch(
            c ->
                c.value().compareTo(low[c.index()]) >= 0
                    && c.value().compareTo(high[c.index()]) <= 0);
  }
}

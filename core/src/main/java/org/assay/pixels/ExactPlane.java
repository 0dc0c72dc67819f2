package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.exact.Rational;

/**
 * Two free positions along the pattern, exactly: the closure of the region that keeps pattern and
 * domain is a convex polygon, cut out of the domain's rectangle by the half-planes of the path
 * condition; for each label it is cut further by the label's leads over the others.
 *
 * <p>A label can be the one largest exactly if on its cut polygon every lead is positive somewhere:
 * leads are at least zero there, so that at the mean of the vertices all of them are positive at
 * once. From such a point of the closure a move toward the original keeps the leads positive, if it
 * is small, and satisfies the strict half-planes as well.
 *
 * @param reaches for each label that can be the one largest, a point of the region where it is
 * @param attack a point of the region where some logit exceeds the original's, if there is one
 * @param tie whether no logit can exceed the original's but one can equal it on the closure
 */
record ExactPlane(List<Reach> reaches, Optional<Reach> attack, boolean tie) {

  /**
   * A point, by the values of the two positions, at which something holds for a label; with the
   * polygon around it.
   */
  record Reach(int label, List<Rational> values, ExactPolygon around) {}

  static ExactPlane of(ExactPattern pattern, int label, int first, int second) {
    Plane plane = new Plane(pattern, first, second);
    ExactPolygon region = plane.region();
    List<Reach> reaches = new ArrayList<>();
    Optional<Reach> attack = Optional.empty();
    Rational greatest = null;
    for (int k = 0; k < pattern.labels(); k++) {
      if (k == label) {
        continue;
      }
      AffinePlane lead = plane.lead(k, label);
      Rational most = region.greatest(lead);
      greatest = greatest == null ? most : greatest.max(most);
      if (most.signum() > 0) {
        ExactPolygon won = region.clip(lead);
        if (attack.isEmpty()) {
          attack = Optional.of(plane.reach(k, won, List.of(lead)));
        }
        plane.reach(k, won, label).ifPresent(reaches::add);
      }
    }
    boolean tie = greatest != null && greatest.signum() == 0;
    return new ExactPlane(
        List.copyOf(reaches), reaches.isEmpty() ? attack : Optional.of(reaches.get(0)), tie);
  }

  /** The affine functions of the pattern over two positions, as offsets from the original. */
  private record Plane(ExactPattern pattern, int first, int second) {

    ExactPolygon region() {
      ExactPolygon polygon =
          ExactPolygon.rectangle(
              offset(first, pattern.range(first).low()),
              offset(first, pattern.range(first).high()),
              offset(second, pattern.range(second).low()),
              offset(second, pattern.range(second).high()));
      for (int h = 0; h < pattern.spaces().size(); h++) {
        polygon = polygon.clip(space(h));
      }
      return polygon;
    }

    private Rational offset(int index, Rational value) {
      return value.minus(pattern.original(index));
    }

    private AffinePlane space(int h) {
      return new AffinePlane(pattern.slack(h), pattern.slope(h, first), pattern.slope(h, second));
    }

    AffinePlane lead(int k, int other) {
      return new AffinePlane(
          pattern.margin(k, other),
          pattern.marginSlope(k, other, first),
          pattern.marginSlope(k, other, second));
    }

    Optional<Reach> reach(int k, ExactPolygon won, int label) {
      List<AffinePlane> leads = new ArrayList<>();
      ExactPolygon polygon = won;
      for (int j = 0; j < pattern.labels(); j++) {
        if (j != k) {
          leads.add(lead(k, j));
          polygon = j == label ? polygon : polygon.clip(lead(k, j));
        }
      }
      if (polygon.isEmpty()) {
        return Optional.empty();
      }
      ExactPolygon.Point mean = polygon.mean();
      boolean all = leads.stream().allMatch(lead -> lead.at(mean).signum() > 0);
      return all ? Optional.of(reach(k, polygon, leads)) : Optional.empty();
    }

    /** The mean of a polygon on which these leads are positive, moved into the region. */
    Reach reach(int k, ExactPolygon polygon, List<AffinePlane> leads) {
      ExactPolygon.Point mean = polygon.mean();
      Rational part = inside(mean) ? Rational.ONE : pull(mean, leads);
      return new Reach(
          k,
          List.of(
              pattern.original(first).plus(part.times(mean.x())),
              pattern.original(second).plus(part.times(mean.y()))),
          polygon);
    }

    private boolean inside(ExactPolygon.Point point) {
      for (int h = 0; h < pattern.spaces().size(); h++) {
        if (pattern.spaces().strict(h) && space(h).at(point).signum() <= 0) {
          return false;
        }
      }
      return true;
    }

    /** The part of the way from the original, less than 1, that keeps every lead positive. */
    private static Rational pull(ExactPolygon.Point point, List<AffinePlane> leads) {
      Rational least = Rational.ZERO;
      for (AffinePlane lead : leads) {
        Rational gain = lead.at(point).minus(lead.constant());
        if (lead.constant().signum() < 0) {
          least = least.max(lead.constant().negate().dividedBy(gain));
        }
      }
      return new ValueInterval(least, true, Rational.ONE, true).roundMember();
    }
  }
}

package org.assay.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.bounds.Gap;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.CheckedWitness;
import org.assay.query.ImageCheck;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.assay.query.Verdict;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.jspecify.annotations.Nullable;

/**
 * A search for a witness close to an image. At a point the lead that stands in the way is replaced
 * by its linear part; the corner of the smallest ball around the image at which that is overcome is
 * the next point (DeepFool in the L-infinity norm: Moosavi-Dezfooli, Fawzi, Frossard, CVPR 2016,
 * arXiv:1511.04599), and a point that flips is drawn back toward the image as far as it flips. What
 * is found was run again exactly; finding nothing says nothing. For one thread.
 */
final class NearestFlip {

  private static final int STEPS = 40;
  private static final int HALVINGS = 40;

  /** Halvings of the way to the image; what is left is cut off by the next linear part. */
  private static final int DRAWINGS = 10;

  /** How many of the other labels are tried, those first that seem nearest. */
  private static final int LABELS = 3;

  /** By how much more than the lead a step is meant to overcome, so that rounding keeps it. */
  private static final double EXCESS = 1e-4;

  /** By how much steps grow as long as they do not suffice. */
  private static final double GROWTH = 0.01;

  private final Network network;
  private final Tensor image;
  private final Aim aim;
  private final PixelDomain domain;
  private final ImageCheck check;
  private final double[] origin;
  private double @Nullable [] best;
  private double size;
  private double excess;

  NearestFlip(Network network, Tensor image, Aim aim, PixelDomain domain, ImageCheck check) {
    this.network = network;
    this.image = image;
    this.aim = aim;
    this.domain = domain;
    this.check = check;
    this.origin = image.toDoubles();
  }

  /** A witness found from the image, or null. */
  @Nullable CheckedWitness search(Budget.Timer timer) {
    start();
    PlainRun run = new PlainRun(network, origin);
    for (int wanted : wanted(run)) {
      walk(origin, wanted, timer);
    }
    return checked();
  }

  /** A witness at least as close as one that is known; that one where no other is found. */
  CheckedWitness closer(CheckedWitness known, Budget.Timer timer) {
    start();
    double[] point = origin.clone();
    known
        .witness()
        .changes()
        .forEach(change -> point[change.index()] = change.value().nearestDouble());
    walk(drawn(point), known.label(), timer);
    CheckedWitness found = checked();
    return found != null && size(found).compareTo(size(known)) < 0 ? found : known;
  }

  /** The greatest change of a witness, exact. */
  static Rational size(CheckedWitness checked) {
    Tensor image = checked.witness().original();
    return checked.witness().changes().stream()
        .map(change -> change.value().minus(Rational.of(image.at(change.index()))).abs())
        .reduce(Rational.ZERO, Rational::max);
  }

  private void start() {
    best = null;
    size = Double.POSITIVE_INFINITY;
  }

  /** The labels to walk to, those first whose logits the linear parts bring up soonest. */
  private List<Integer> wanted(PlainRun run) {
    if (aim.target() != null) {
      return List.of(aim.target());
    }
    double[] distance = new double[network.labels()];
    for (int other = 0; other < distance.length; other++) {
      double slope = 0;
      for (double s :
          other == aim.label() ? new double[0] : run.slopes(Gap.lead(aim.label(), other))) {
        slope += Math.abs(s);
      }
      distance[other] = run.lead(aim.label(), other) / slope;
    }
    return IntStream.range(0, distance.length)
        .filter(other -> other != aim.label())
        .boxed()
        .sorted(Comparator.comparingDouble(other -> distance[other]))
        .limit(LABELS)
        .toList();
  }

  private void walk(double[] from, int wanted, Budget.Timer timer) {
    double[] point = from;
    int missed = 0;
    PlainRun there = new PlainRun(network, origin);
    excess = EXCESS * Math.abs(there.lead(aim.obstacle(there, wanted), wanted));
    for (int step = 0; step < STEPS && !timer.expired(); step++) {
      PlainRun run = new PlainRun(network, point);
      if (aim.reached(run)) {
        point = drawn(point);
        run = new PlainRun(network, point);
        keep(point);
        missed = 0;
      } else {
        missed++;
      }
      int obstacle = aim.obstacle(run, wanted);
      double[] slopes = run.slopes(Gap.lead(obstacle, wanted));
      double least = least(point, slopes, run.lead(obstacle, wanted));
      if (!(least < Double.POSITIVE_INFINITY)) {
        return;
      }
      double[] next = corner(slopes, least * (1 + GROWTH * missed));
      if (Arrays.equals(next, point)) {
        return;
      }
      point = next;
    }
    if (aim.reached(new PlainRun(network, point))) {
      keep(point);
    }
  }

  private void keep(double[] point) {
    double far = 0;
    for (int i = 0; i < point.length; i++) {
      far = Math.max(far, Math.abs(point[i] - origin[i]));
    }
    if (far < size) {
      size = far;
      best = point;
    }
  }

  /** The point as near to the image as halving its way there finds it still to flip. */
  private double[] drawn(double[] point) {
    double near = 0;
    double far = 1;
    for (int n = 0; n < DRAWINGS; n++) {
      double part = 0.5 * (near + far);
      if (aim.reached(new PlainRun(network, between(point, part)))) {
        far = part;
      } else {
        near = part;
      }
    }
    return far == 1 ? point : between(point, far);
  }

  private double[] between(double[] point, double part) {
    double[] between = new double[point.length];
    for (int i = 0; i < between.length; i++) {
      between[i] = origin[i] + part * (point[i] - origin[i]);
    }
    return between;
  }

  /** The radius at whose corner the linear part is overcome; infinity where none is. */
  private double least(double[] point, double[] slopes, double lead) {
    double wanted = -excess;
    double high = 1;
    while (linear(point, slopes, lead, high) > wanted) {
      high *= 2;
      if (high > 2 * width()) {
        return Double.POSITIVE_INFINITY;
      }
    }
    double low = 0;
    for (int n = 0; n < HALVINGS; n++) {
      double middle = 0.5 * (low + high);
      if (linear(point, slopes, lead, middle) > wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private double width() {
    return Math.max(1, domain.high().minus(domain.low()).ceilingDouble());
  }

  private double linear(double[] point, double[] slopes, double lead, double radius) {
    double sum = lead;
    double low = domain.low().nearestDouble();
    double high = domain.high().nearestDouble();
    for (int i = 0; i < point.length; i++) {
      double z = origin[i] - radius * Math.signum(slopes[i]);
      sum += slopes[i] * (Math.min(high, Math.max(low, z)) - point[i]);
    }
    return sum;
  }

  private double[] corner(double[] slopes, double radius) {
    double low = domain.low().nearestDouble();
    double high = domain.high().nearestDouble();
    double[] corner = new double[origin.length];
    for (int i = 0; i < corner.length; i++) {
      double z = origin[i] - radius * Math.signum(slopes[i]);
      corner[i] = Math.min(high, Math.max(low, z));
    }
    return corner;
  }

  /** The best point, rounded to members of the element type, run again. */
  private @Nullable CheckedWitness checked() {
    double[] point = best;
    if (point == null) {
      return null;
    }
    List<Witness.Change> changes = new ArrayList<>();
    double least = domain.low().ceilingFloat();
    double greatest = domain.high().floorFloat();
    for (int i = 0; i < point.length; i++) {
      double member = network.elementType().round(point[i]);
      if (member != origin[i]) {
        double kept = Math.min(greatest, Math.max(least, member));
        changes.add(new Witness.Change(i, Rational.of(kept)));
      }
    }
    Verdict verdict =
        aim.judge(check, new Witness(image, changes), WitnessCheck.Terms.exact(domain, Scope.FULL));
    return verdict instanceof Verdict.Violated violated ? violated.witness() : null;
  }
}

package org.assay.verify;

import java.util.List;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.jspecify.annotations.Nullable;

/**
 * Points that may violate one of some targets in a region: those that seem to are put to a judge.
 * For one thread.
 */
final class Candidates {

  /** A point that misses by less may be a violation in exact arithmetic. */
  private static final double NEARLY = 1e-9;

  /** So many points that only nearly hold are judged; a run in rationals is slow. */
  private static final int MOST_NEAR = 40;

  private final Network network;
  private final Region region;
  private final List<Target> targets;
  private final Judge judge;
  private List<Target> watched = List.of();
  private double @Nullable [] borderline;
  private int near;

  Candidates(Network network, Region region, List<Target> targets, Judge judge) {
    this.network = network;
    this.region = region;
    this.targets = List.copyOf(targets);
    this.judge = judge;
  }

  Network network() {
    return network;
  }

  Region region() {
    return region;
  }

  /**
   * From now on notes a point that seems to meet one of these, which are wider than the targets.
   */
  void watch(List<Target> wider) {
    watched = List.copyOf(wider);
  }

  /** Watches no longer. */
  void giveUp() {
    watched = List.of();
    borderline = null;
  }

  /** A point that seems to meet a wider target, which therefore cannot be ruled out; or null. */
  double @Nullable [] borderline() {
    return borderline;
  }

  /** Whether the member of the region nearest to a point is accepted. */
  boolean near(double[] point) {
    double[] member = region.nearest(point);
    return near(member, new PlainRun(network, member));
  }

  /** The same for a member whose run is known. */
  boolean near(double[] member, PlainRun run) {
    if (borderline == null
        && watched.stream().anyMatch(target -> target.worst(member, run.outputs()) < 0)) {
      borderline = member.clone();
    }
    double least = Double.POSITIVE_INFINITY;
    for (Target target : targets) {
      least = Math.min(least, target.worst(member, run.outputs()));
    }
    if (least >= NEARLY || (least >= -NEARLY && near >= MOST_NEAR)) {
      return false;
    }
    near += least >= -NEARLY ? 1 : 0;
    return exactly(member);
  }

  /**
   * Whether an exact point is accepted, members nearby preferred.
   *
   * @param point inputs, of which a solver may append its other variables
   */
  boolean at(List<Rational> point) {
    double[] rounded = new double[region.size()];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = point.get(i).nearestDouble();
    }
    return judge(region.exactly(region.nearest(rounded))) || judge(point.subList(0, region.size()));
  }

  /** Whether exactly this member of the region is accepted. */
  boolean exactly(double[] member) {
    return judge(region.exactly(member));
  }

  private boolean judge(List<Rational> point) {
    return region.contains(point) && judge.accepts(point);
  }
}

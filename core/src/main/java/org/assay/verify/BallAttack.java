package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Perturbation;
import org.assay.query.Query;
import org.assay.query.Recheck;
import org.assay.query.Scope;
import org.assay.query.Witness;
import org.assay.query.WitnessCheck;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A search for a witness against what is said to be robust, which shares nothing with the decider:
 * slopes are the coefficients of exact traces, and what seems to win is judged by the plain exact
 * fold. Projected steps from the image and from drawn points, towards the label that is nearest.
 * Finding nothing proves nothing. For one thread.
 */
public final class BallAttack {

  private static final int STARTS = 4;
  private static final int STEPS = 12;

  private final TracedNetwork network;

  /** Attacks on one network. */
  public BallAttack(Network network) {
    this.network = TracedNetwork.of(network);
  }

  /**
   * Changes to the query's image within its ball that give another label, found and judged exactly.
   *
   * @param query about an L-infinity ball, over any inputs
   * @param seed of the points drawn
   */
  public Optional<List<Witness.Change>> search(Query query, long seed, Budget.Timer timer) {
    Walk walk = new Walk(query);
    Random random = new Random(seed);
    for (int start = 0; start < STARTS && !timer.expired(); start++) {
      double[] point = start == 0 ? query.image().toDoubles() : walk.drawn(random);
      List<Witness.Change> found = walk.descend(point, timer);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Steps within one ball. */
  private final class Walk {

    private final Query query;
    private final Members members;
    private final Recheck recheck;
    private final double[] low;
    private final double[] high;

    Walk(Query query) {
      this.query = query;
      Perturbation.LInfinity ball = (Perturbation.LInfinity) query.perturbation();
      ElementType type = query.network().elementType();
      Inputs inputs = query.inputs() == Inputs.REAL ? Inputs.FLOAT : query.inputs();
      this.members = Members.of(inputs, type);
      this.recheck =
          new Recheck(
              query.network(),
              new WitnessCheck.Terms(Arithmetic.EXACT, query.inputs(), ball.domain(), Scope.FULL));
      this.low = query.image().toDoubles();
      this.high = low.clone();
      for (int i = 0; i < low.length; i++) {
        Rational x = Rational.of(low[i]);
        Rational least = x.minus(ball.radius()).max(ball.domain().low());
        Rational greatest = x.plus(ball.radius()).min(ball.domain().high());
        low[i] = Math.min(low[i], members.ceiling(least.ceilingDouble()));
        high[i] = Math.max(high[i], members.floor(greatest.floorDouble()));
      }
    }

    double[] drawn(Random random) {
      double[] point = new double[low.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = snapped(i, low[i] + random.nextDouble() * (high[i] - low[i]));
      }
      return point;
    }

    /** A member near a number; the image's own value where there is none in the ball. */
    private double snapped(int i, double number) {
      double member = members.floor(Math.min(high[i], Math.max(low[i], number)));
      return member >= low[i] ? member : query.image().at(i);
    }

    @Nullable List<Witness.Change> descend(double[] start, Budget.Timer timer) {
      double[] point = start;
      double part = 1;
      for (int step = 0; step < STEPS && !timer.expired(); step++) {
        Trace trace = Trace.of(network, Tensor.of(query.network().input(), point));
        int other = strongest(trace);
        double lead =
            trace.value(trace.logitRow(query.label())) - trace.value(trace.logitRow(other));
        if (lead <= 0) {
          List<Witness.Change> changes = changes(point);
          if (recheck.judge(query.image(), query.label(), changes).holds()) {
            return changes;
          }
        }
        point = moved(point, slopes(trace, other), part);
        part *= 0.75;
      }
      return null;
    }

    private int strongest(Trace trace) {
      int best = query.label() == 0 ? 1 : 0;
      for (int other = 0; other < trace.labels(); other++) {
        boolean stronger = trace.value(trace.logitRow(other)) > trace.value(trace.logitRow(best));
        best = other != query.label() && stronger ? other : best;
      }
      return best;
    }

    /** How the label's lead over another one grows with each position. */
    private double[] slopes(Trace trace, int other) {
      double[] own = new double[low.length];
      double[] others = new double[low.length];
      double[] errors = new double[low.length];
      trace.coefficients(trace.logitRow(query.label()), own, errors);
      trace.coefficients(trace.logitRow(other), others, errors);
      for (int i = 0; i < own.length; i++) {
        own[i] -= others[i];
      }
      return own;
    }

    private double[] moved(double[] point, double[] slopes, double part) {
      double[] moved = point.clone();
      for (int i = 0; i < moved.length; i++) {
        double step = part * (high[i] - low[i]) * Math.signum(slopes[i]);
        moved[i] = step == 0 ? point[i] : snapped(i, point[i] - step);
      }
      return moved;
    }

    private List<Witness.Change> changes(double[] point) {
      List<Witness.Change> changes = new ArrayList<>();
      for (int i = 0; i < point.length; i++) {
        if (point[i] != query.image().at(i)) {
          changes.add(new Witness.Change(i, Rational.of(point[i])));
        }
      }
      return changes;
    }
  }
}

package org.assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Property;
import org.assay.query.PropertyRecheck;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TracedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A search for a violation of a property that is said to hold, which shares nothing with the
 * decider: slopes are the coefficients of exact traces, and what seems to be a violation is judged
 * by the plain exact fold. Projected steps from the middle of each box and from drawn points, up
 * the condition that is missed by most. Finding nothing proves nothing. For one thread.
 */
public final class PropertyAttack {

  private static final int STARTS = 4;
  private static final int STEPS = 16;

  /** A point that misses by less may be a violation in exact arithmetic. */
  private static final double NEARLY = 1e-6;

  private final TracedNetwork network;

  /** Attacks on one network. */
  public PropertyAttack(Network network) {
    this.network = TracedNetwork.of(network);
  }

  /**
   * A point that violates a property, found and judged exactly.
   *
   * @param property over the network's inputs and outputs, all boxes finite
   * @param seed of the points drawn
   */
  public Optional<List<Rational>> search(Property property, long seed, Budget.Timer timer) {
    PropertyRecheck recheck = new PropertyRecheck(network.network(), property);
    Random random = new Random(seed);
    for (int start = 0; start < STARTS; start++) {
      for (Property.Case one : property.cases()) {
        if (timer.expired()) {
          return Optional.empty();
        }
        if (!one.box().isEmpty()) {
          Walk walk = new Walk(one, recheck);
          List<Rational> found = walk.climb(start == 0 ? null : random, timer);
          if (found != null) {
            return Optional.of(found);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Steps within one box. */
  private final class Walk {

    private final Property.Case one;
    private final PropertyRecheck recheck;
    private final double[] low;
    private final double[] high;

    Walk(Property.Case one, PropertyRecheck recheck) {
      this.one = one;
      this.recheck = recheck;
      this.low = one.box().low().stream().mapToDouble(Rational::nearestDouble).toArray();
      this.high = one.box().high().stream().mapToDouble(Rational::nearestDouble).toArray();
    }

    /** Climbs from a drawn point, or where none is to be drawn from the middle. */
    @Nullable List<Rational> climb(@Nullable Random drawn, Budget.Timer timer) {
      double[] point = new double[low.length];
      for (int i = 0; i < point.length; i++) {
        point[i] = low[i] + (drawn == null ? 0.5 : drawn.nextDouble()) * (high[i] - low[i]);
      }
      double part = 0.5;
      for (int step = 0; step < STEPS && !timer.expired(); step++) {
        Trace trace = Trace.of(network, Tensor.of(network.network().input(), point));
        Property.Condition worst = worst(trace);
        if (worst == null || value(worst, trace) >= -NEARLY) {
          List<Rational> exact = exactly(point);
          if (recheck.exactly(exact).violates()) {
            return exact;
          }
        }
        if (worst == null) {
          return null;
        }
        point = moved(point, slopes(worst, trace), part);
        part *= 0.8;
      }
      return null;
    }

    /** The condition that is missed by most, or met by least; null where there is none. */
    private Property.@Nullable Condition worst(Trace trace) {
      Property.Condition worst = null;
      for (Property.Condition condition : one.conditions()) {
        worst = worst == null || value(condition, trace) < value(worst, trace) ? condition : worst;
      }
      return worst;
    }

    private double value(Property.Condition condition, Trace trace) {
      double sum = condition.constant().nearestDouble();
      for (Property.Term term : condition.terms()) {
        double of =
            term.input()
                ? trace.image().at(term.index())
                : trace.value(trace.logitRow(term.index()));
        sum += term.factor().nearestDouble() * of;
      }
      return sum;
    }

    /** How a condition's sum grows with each input. */
    private double[] slopes(Property.Condition condition, Trace trace) {
      double[] slopes = new double[low.length];
      double[] output = new double[low.length];
      double[] errors = new double[low.length];
      for (Property.Term term : condition.terms()) {
        double factor = term.factor().nearestDouble();
        if (term.input()) {
          slopes[term.index()] += factor;
        } else {
          trace.coefficients(trace.logitRow(term.index()), output, errors);
          for (int i = 0; i < slopes.length; i++) {
            slopes[i] += factor * output[i];
          }
        }
      }
      return slopes;
    }

    private double[] moved(double[] point, double[] slopes, double part) {
      double[] moved = point.clone();
      for (int i = 0; i < moved.length; i++) {
        double step = part * (high[i] - low[i]) * Math.signum(slopes[i]);
        moved[i] = Math.min(high[i], Math.max(low[i], point[i] + step));
      }
      return moved;
    }

    /** The point of the exact box that is nearest. */
    private List<Rational> exactly(double[] point) {
      List<Rational> exact = new ArrayList<>();
      for (int i = 0; i < point.length; i++) {
        exact.add(Rational.of(point[i]).max(one.box().low().get(i)).min(one.box().high().get(i)));
      }
      return exact;
    }
  }
}

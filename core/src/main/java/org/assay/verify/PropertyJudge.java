package org.assay.verify;

import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Arithmetic;
import org.assay.query.OrderRun;
import org.assay.query.PropertyVerdict.Replay;
import org.assay.query.PropertyVerdict.Violated;
import org.jspecify.annotations.Nullable;

/**
 * Runs points in rationals, and those at which a target is met in the network's own arithmetic. The
 * first violation whose replay holds is accepted; one whose replay fails only after some more were
 * seen. In ANY_ORDER a point is a violation where bounds of rounding show that every order meets
 * the target. For one thread.
 */
final class PropertyJudge implements Judge {

  private static final int MOST_FAILING = 30;

  private final Network network;
  private final List<Target> targets;
  private final boolean everyOrder;
  private @Nullable Violated violated;
  private @Nullable String dependence;
  private int failing;

  /**
   * A judge.
   *
   * @param arithmetic of violations: EXACT or ANY_ORDER
   */
  PropertyJudge(Network network, List<Target> targets, Arithmetic arithmetic) {
    this.everyOrder = arithmetic == Arithmetic.ANY_ORDER;
    this.network = network;
    this.targets = List.copyOf(targets);
  }

  /** The best violation that was seen, or null. */
  @Nullable Violated violated() {
    return violated;
  }

  /** What a point shows at which exact numbers meet a target, but not every order does; or null. */
  @Nullable String dependence() {
    return dependence;
  }

  @Override
  public boolean accepts(List<Rational> point) {
    List<Rational> output =
        List.of(network.run(new ExactSemantics(), point.toArray(Rational[]::new)));
    return everyOrder ? acceptsAlways(point, output) : accepts(point, output);
  }

  private boolean acceptsAlways(List<Rational> point, List<Rational> output) {
    OrderRun run = OrderRun.of(network, point);
    for (Target target : targets) {
      if (run.isFinite()
          && target
              .widened(network, i -> -run.inputError(i), i -> -run.error(i))
              .holds(point, output)) {
        violated = new Violated(point, output, replay(point));
        return true;
      }
    }
    if (targets.stream().anyMatch(target -> target.holds(point, output))) {
      failing++;
      dependence =
          "at a point of the inputs the conditions hold in EXACT, but not by as much as"
              + " rounding can do; in ORDERED: "
              + replay(point);
    }
    return failing >= MOST_FAILING;
  }

  private boolean accepts(List<Rational> point, List<Rational> output) {
    for (Target target : targets) {
      if (target.holds(point, output)) {
        Replay replay = replay(point);
        if (violated == null || replay == Replay.HOLDS) {
          violated = new Violated(point, output, replay);
        }
        failing += replay == Replay.FAILS ? 1 : 0;
        return replay != Replay.FAILS || failing >= MOST_FAILING;
      }
    }
    return false;
  }

  private Replay replay(List<Rational> point) {
    double[] input = new double[point.size()];
    for (int i = 0; i < input.length; i++) {
      boolean member =
          network.elementType() == ElementType.FLOAT32
              ? point.get(i).isFloat()
              : point.get(i).isDouble();
      if (!member) {
        return Replay.NONE;
      }
      input[i] = point.get(i).nearestDouble();
    }
    double[] output = OrderedSemantics.logits(network, Tensor.of(network.input(), input));
    for (double y : output) {
      if (!Double.isFinite(y)) {
        return Replay.FAILS;
      }
    }
    List<Rational> computed =
        List.of(ExactSemantics.exact(Tensor.of(Shape.of(output.length), output)));
    return targets.stream().anyMatch(t -> t.holds(point, computed)) ? Replay.HOLDS : Replay.FAILS;
  }
}

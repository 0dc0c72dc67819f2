package org.assay.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.assay.eval.BiasOrder;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedBox;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.assay.query.Budget;
import org.assay.query.Inputs;
import org.assay.query.Proof;
import org.assay.query.Property;
import org.assay.query.Reason;

/**
 * Properties of a network as floats compute it.
 *
 * <p>Question: does some member of the element type in some case's closed box, run in the stated
 * order with the bias last or first, have outputs that satisfy the case's conditions? Method: the
 * ends between which such runs lie ({@link OrderedBox}); the middle of the most promising box is
 * run, then the box is halved between two members of its widest input. Guarantee: sound and
 * complete in that arithmetic over FLOAT inputs, down to boxes of one point, within the budget; no
 * error is estimated anywhere. Cost: three runs a box; few boxes where one or a handful of inputs
 * move, without hope where hundreds do. Immutable and safe for use by several threads.
 */
public final class OrderedSearch {

  private final Network network;
  private final OrderedSemantics arithmetic;
  private final OrderedBox boxes;
  private final Members members;

  public OrderedSearch(Network network, BiasOrder order) {
    this.network = network;
    ElementType type = network.elementType();
    this.arithmetic = new OrderedSemantics(type, order);
    this.boxes = new OrderedBox(type, order);
    this.members = Members.of(Inputs.FLOAT, type);
  }

  /** A box in which a target may be met. */
  private static final class Part {

    private final double[] low;
    private final double[] high;
    private final Target target;

    /** By how much the worst condition can hold at most, about. */
    private final double promise;

    Part(double[] low, double[] high, Target target, double promise) {
      this.low = low;
      this.high = high;
      this.target = target;
      this.promise = promise;
    }

    double promise() {
      return promise;
    }

    /** The input whose ends are furthest apart; -1 of a single point. */
    int widest() {
      int widest = -1;
      for (int i = 0; i < low.length; i++) {
        if (low[i] < high[i] && (widest < 0 || high[i] - low[i] > high[widest] - low[widest])) {
          widest = i;
        }
      }
      return widest;
    }
  }

  /**
   * Whether a network has a property in this arithmetic.
   *
   * @throws IllegalArgumentException if a case's box or conditions do not fit the network
   */
  public OrderedVerdict decide(Property property, Budget budget) {
    Budget.Timer timer = budget.start();
    PriorityQueue<Part> open =
        new PriorityQueue<>(Comparator.comparingDouble(Part::promise).reversed());
    for (Property.Case one : property.cases()) {
      whole(one).ifPresent(open::add);
    }
    Proof proof = open.isEmpty() ? Proof.BOUNDS : Proof.EXHAUSTED;
    while (!open.isEmpty()) {
      if (timer.expired()) {
        return new OrderedVerdict.Undecided(
            Reason.TIMEOUT, "%d boxes of inputs are left".formatted(open.size()));
      }
      Part part = open.poll();
      int widest = part.widest();
      double[] point = middle(part);
      double[] output = arithmetic.run(network, Tensor.of(network.input(), point));
      List<Rational> computed = exact(output);
      if (computed.isEmpty() && widest < 0) {
        return new OrderedVerdict.Undecided(
            Reason.OVERFLOW, "a run leaves the range of its numbers at " + List.of(exact(point)));
      }
      if (!computed.isEmpty() && part.target.holds(exact(point), computed)) {
        return new OrderedVerdict.Violated(exact(point), computed);
      }
      if (widest >= 0) {
        halves(part, widest).forEach(open::add);
      }
    }
    return new OrderedVerdict.Holds(proof);
  }

  /** All members of a case's box, unless there are none or the target cannot be met. */
  private Optional<Part> whole(Property.Case one) {
    Target target = Target.of(network, one.conditions());
    Property.Box box = one.box();
    int size = network.inputs();
    if (box.low().size() != size) {
      throw new IllegalArgumentException(
          "the box has %d inputs, the network %d".formatted(box.low().size(), size));
    }
    double[] low = new double[size];
    double[] high = new double[size];
    for (int i = 0; i < size; i++) {
      low[i] = members.ceiling(box.low().get(i).ceilingDouble());
      high[i] = members.floor(box.high().get(i).floorDouble());
      if (low[i] > high[i]) {
        return Optional.empty();
      }
    }
    return part(low, high, target);
  }

  private Optional<Part> part(double[] low, double[] high, Target target) {
    OrderedBox.Ends output = boxes.run(network, low, high);
    double promise = Double.POSITIVE_INFINITY;
    for (Property.Condition condition : target.conditions()) {
      Rational most = condition.constant();
      boolean known = true;
      for (Property.Term term : condition.terms()) {
        int i = term.index();
        boolean up = term.factor().signum() > 0;
        double end = term.input() ? (up ? high : low)[i] : up ? output.high(i) : output.low(i);
        known &= Double.isFinite(end);
        most = known ? most.plus(term.factor().times(Rational.of(end))) : most;
      }
      if (known && (most.signum() < 0 || (condition.strict() && most.signum() == 0))) {
        return Optional.empty();
      }
      promise = known ? Math.min(promise, most.nearestDouble()) : promise;
    }
    return Optional.of(new Part(low, high, target, promise));
  }

  /** A member of each input's interval, near its middle. */
  private double[] middle(Part part) {
    double[] point = part.low.clone();
    for (int i = 0; i < point.length; i++) {
      point[i] = middle(part.low[i], part.high[i]);
    }
    return point;
  }

  /** Below the high end, unless both ends are one. */
  private double middle(double low, double high) {
    double middle = members.floor(low / 2 + high / 2);
    return middle < low || middle >= high ? low : middle;
  }

  private List<Part> halves(Part part, int input) {
    double middle = middle(part.low[input], part.high[input]);
    double[] high = part.high.clone();
    high[input] = middle;
    double[] low = part.low.clone();
    low[input] = members.ceiling(Math.nextUp(middle));
    List<Part> halves = new ArrayList<>();
    part(part.low, high, part.target).ifPresent(halves::add);
    part(low, part.high, part.target).ifPresent(halves::add);
    return halves;
  }

  /** Exact values; none where some are infinite or not a number. */
  private static List<Rational> exact(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return List.of();
      }
    }
    return List.of(ExactSemantics.exact(Tensor.of(Shape.of(values.length), values)));
  }
}

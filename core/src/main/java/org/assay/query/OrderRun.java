package org.assay.query;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assay.eval.LaneSemantics;
import org.assay.eval.OrderErrors;
import org.assay.eval.Summation;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.ElementType;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.Network;
import org.assay.network.Tensor;

/**
 * What all orders of additions give at one input: logits near the exact ones, with a bound of how
 * far any of them can be from there. By a run in doubles with proved bounds ({@link BoundedRun})
 * and {@link OrderErrors}. Immutable.
 */
public final class OrderRun {

  /** More than the rounding of a sum of four numbers that are not negative. */
  private static final double INFLATION = 1 + 0x1p-40;

  private final Network network;
  private final List<Rational> input;
  private final double[] inputErrors;
  private final double[] values;
  private final double[] exactErrors;
  private final double[] errors;

  private OrderRun(Network network, List<Rational> input) {
    this.network = network;
    this.input = input;
    int size = input.size();
    double[] near = new double[size];
    double[] off = new double[size];
    double[] magnitude = new double[size];
    for (int i = 0; i < size; i++) {
      near[i] = input.get(i).nearestDouble();
      off[i] = input.get(i).isDouble() ? 0 : Math.ulp(near[i]);
      magnitude[i] = Math.abs(near[i]) + off[i];
    }
    OrderErrors orders = new OrderErrors(network.elementType());
    this.inputErrors = orders.inputs(magnitude);
    for (int i = 0; i < size; i++) {
      inputErrors[i] = isMember(input.get(i)) ? 0 : inputErrors[i];
    }
    BoundedRun run = new BoundedRun(network);
    run.start(near, off);
    double[] computed = inputErrors;
    for (Layer layer : network.layers()) {
      computed = through(layer, run, orders, computed);
    }
    this.errors = computed;
    this.values = new double[run.size()];
    this.exactErrors = new double[run.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = run.value(k);
      exactErrors[k] = run.bound(k);
    }
  }

  /** The run at an input of as many exact numbers as the network takes. */
  public static OrderRun of(Network network, List<Rational> input) {
    return new OrderRun(network, List.copyOf(input));
  }

  private boolean isMember(Rational value) {
    return network.elementType() == ElementType.FLOAT32 ? value.isFloat() : value.isDouble();
  }

  /** Takes the run through a layer, and what is computed with it. */
  private static double[] through(
      Layer layer, BoundedRun run, OrderErrors orders, double[] computed) {
    double[] low = new double[run.size()];
    double[] high = new double[low.length];
    double[] magnitude = new double[low.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = Math.nextDown(run.value(i) - run.bound(i));
      high[i] = Math.nextUp(run.value(i) + run.bound(i));
      magnitude[i] = Math.max(Math.abs(low[i]), Math.abs(high[i]));
    }
    if (layer instanceof Linear linear) {
      run.linear(linear);
      return orders.linear(linear.rows(), magnitude, computed);
    }
    run.clip((Clip) layer);
    return orders.clip((Clip) layer, low, high, computed);
  }

  /** Whether no number can leave the element type's range. */
  public boolean isFinite() {
    return Arrays.stream(errors).allMatch(Double::isFinite);
  }

  /** How far inputs that are no members of the element type are rounded, at most. */
  public double inputError(int position) {
    return inputErrors[position];
  }

  /** How far a logit, computed in whatever order, can be from the exact one. */
  public double error(int label) {
    return errors[label];
  }

  /** About by how much a label's exact logit leads the greatest other one. */
  public double lead(int label) {
    return values[label] - values[rival(label)];
  }

  /** How far the lead of {@link #lead}, computed in whatever order, can be from that, at most. */
  public double rounding(int label) {
    return spread(label, rival(label));
  }

  private int rival(int label) {
    int rival = label == 0 ? values.length - 1 : 0;
    for (int k = 0; k < values.length; k++) {
      rival = k != label && values[k] > values[rival] ? k : rival;
    }
    return rival;
  }

  /** How far two logits' difference can be from that of {@link #values}, all in all. */
  private double spread(int one, int other) {
    return (errors[one] + errors[other] + exactErrors[one] + exactErrors[other]) * INFLATION;
  }

  /** Whether one label's logit is the greater one in every order. */
  private boolean beats(int one, int other) {
    return values[one] - values[other] > spread(one, other);
  }

  /** Whether in no order another logit is greater than a label's. */
  public boolean keeps(int label) {
    for (int k = 0; k < values.length; k++) {
      if (k != label && !(values[label] - values[k] >= spread(label, k))) {
        return false;
      }
    }
    return true;
  }

  /** What this shows of a witness: that some other label wins in every order, or why not. */
  Verdict judge(Witness witness, int label) {
    if (!isFinite()) {
      return new Verdict.Undecided(Reason.OVERFLOW, "numbers may leave the element type's range");
    }
    int best = -1;
    for (int k = 0; k < values.length; k++) {
      if (k != label && beats(k, label) && (best < 0 || values[k] > values[best])) {
        best = k;
      }
    }
    if (best >= 0) {
      return new Verdict.Violated(new CheckedWitness(witness, Arithmetic.ANY_ORDER, best));
    }
    return keeps(label)
        ? new Verdict.Undecided(Reason.WITNESS_REJECTED, "in no order another logit is greater")
        : new Verdict.Undecided(Reason.ORDER_DEPENDENT, dependence(label));
  }

  /** By how little the label leads or lags, and what some orders say. */
  private String dependence(int label) {
    int rival = rival(label);
    return String.format(
        Locale.ROOT,
        "at a point of the inputs label %d leads %d by %.3g, rounding moves that by up to %.3g; %s",
        label,
        rival,
        lead(label),
        rounding(label),
        replays());
  }

  /** The labels that EXACT and some orders give, those that agree together. */
  private String replays() {
    Map<Integer, String> said = new LinkedHashMap<>();
    said.put(exactLabel(), Arithmetic.EXACT.name());
    double[] nearest = input.stream().mapToDouble(Rational::nearestDouble).toArray();
    Tensor image = Tensor.of(network.input(), nearest);
    for (Summation how : Summation.values()) {
      if (how != Summation.FLUSHED) {
        double[] logits = new LaneSemantics(network.elementType(), how).run(network, image);
        said.merge(greatest(logits), how.name(), (some, more) -> some + ", " + more);
      }
    }
    return said.entrySet().stream()
        .map(one -> one.getValue() + " give " + one.getKey())
        .collect(Collectors.joining("; "));
  }

  /**
   * The lowest index among the largest exact logits: by the run in doubles where that is certain,
   * since one in rationals is slow.
   */
  public int exactLabel() {
    int best = greatest(values);
    for (int k = 0; k < values.length; k++) {
      double lead = values[best] - values[k];
      if (k != best && !(lead > (exactErrors[best] + exactErrors[k]) * INFLATION)) {
        return ExactRun.of(network, input.toArray(Rational[]::new)).winner();
      }
    }
    return best;
  }

  private static int greatest(double[] logits) {
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }
}

package org.assay.pixels;

import java.util.ArrayList;
import java.util.List;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Linear;
import org.assay.network.Semantics;
import org.assay.network.SparseRows;
import org.assay.smt.Formula;
import org.assay.symbolic.Trace;

/**
 * A network's meaning to a solver, near one image: every number is its exact value at the original
 * plus a {@link Deviation}, and every activation that can switch is a new variable under exact
 * conditions.
 *
 * <p>Which activations can switch is told by the ranges of the variables, in rationals: one whose
 * input lies on one side of a bound for every value of the variables does there what it does at the
 * original, which is among these values. For one run of the network.
 */
final class NetworkEncoding implements Semantics<Deviation[]> {

  private final Trace trace;
  private final List<ValueInterval> ranges = new ArrayList<>();
  private final List<Formula> conditions = new ArrayList<>();
  private int units;

  NetworkEncoding(Trace trace) {
    this.trace = trace;
  }

  /** A new variable for a number that differs from its original value by this much. */
  Deviation variable(Rational low, Rational high) {
    Deviation variable = Deviation.of(ranges.size());
    ranges.add(ValueInterval.closed(low, high));
    require(variable.atLeast(low));
    require(variable.atMost(high));
    return variable;
  }

  /** Number of variables so far. */
  int variables() {
    return ranges.size();
  }

  void require(Formula condition) {
    conditions.add(condition);
  }

  List<Formula> conditions() {
    return List.copyOf(conditions);
  }

  @Override
  public Deviation[] linear(Linear layer, Deviation[] input) {
    SparseRows rows = layer.rows();
    Deviation[] output = new Deviation[rows.rows()];
    for (int r = 0; r < output.length; r++) {
      Deviation.Sum sum = new Deviation.Sum();
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        Deviation deviation = input[rows.column(k)];
        if (!deviation.isNone() && rows.weight(k) != 0) {
          sum.add(deviation, Rational.of(rows.weight(k)));
        }
      }
      output[r] = sum.total();
    }
    return output;
  }

  @Override
  public Deviation[] clip(Clip layer, Deviation[] input) {
    Deviation[] output = new Deviation[input.length];
    for (int i = 0; i < output.length; i++) {
      output[i] =
          input[i].isNone()
              ? Deviation.NONE
              : activation(layer, input[i], trace.exactValue(units + i));
    }
    units += input.length;
    return output;
  }

  /** The output's deviation of an activation whose input is a value plus a deviation. */
  private Deviation activation(Clip clip, Deviation input, Rational value) {
    ValueInterval range = range(input).shifted(value);
    Clip.Phase least = ExactSemantics.phase(clip, range.low());
    Clip.Phase most = ExactSemantics.phase(clip, range.high());
    if (most == Clip.Phase.BELOW || least == Clip.Phase.ABOVE) {
      return Deviation.NONE;
    }
    if (least == Clip.Phase.INSIDE && most == Clip.Phase.INSIDE) {
      return input;
    }
    Rational original = output(clip, value);
    Deviation deviation =
        variable(
            output(clip, range.low()).minus(original), output(clip, range.high()).minus(original));
    switches(
        clip, new Quantity(value, input), new Quantity(original, deviation), List.of(least, most));
    return deviation;
  }

  private static Rational output(Clip clip, Rational input) {
    return switch (ExactSemantics.phase(clip, input)) {
      case BELOW -> Rational.of(clip.low());
      case INSIDE -> input;
      case ABOVE -> Rational.of(clip.high());
    };
  }

  /** Between which numbers a deviation lies. */
  ValueInterval range(Deviation deviation) {
    Rational low = Rational.ZERO;
    Rational high = Rational.ZERO;
    for (Formula.Term term : deviation.terms()) {
      ValueInterval range = ranges.get(term.variable());
      Rational a = term.coefficient().times(range.low());
      Rational b = term.coefficient().times(range.high());
      low = low.plus(a.min(b));
      high = high.plus(a.max(b));
    }
    return ValueInterval.closed(low, high);
  }

  /** A number by its value at the original and its deviation from that. */
  private record Quantity(Rational original, Deviation deviation) {

    static Quantity constant(double value) {
      return new Quantity(Rational.of(value), Deviation.NONE);
    }

    Formula atLeast(Quantity other) {
      return deviation.minus(other.deviation).atLeast(other.original.minus(original));
    }
  }

  /**
   * That the output is the input, kept within the bounds. What holds in every case is required on
   * its own.
   *
   * @param phases that of the least and that of the greatest input
   */
  private void switches(Clip clip, Quantity input, Quantity output, List<Clip.Phase> phases) {
    List<Formula> cases = new ArrayList<>();
    cases.add(new Formula.All(List.of(output.atLeast(input), input.atLeast(output))));
    if (phases.contains(Clip.Phase.BELOW)) {
      Quantity low = Quantity.constant(clip.low());
      require(output.atLeast(low));
      cases.add(new Formula.All(List.of(low.atLeast(input), low.atLeast(output))));
    } else {
      require(input.atLeast(output));
    }
    if (phases.contains(Clip.Phase.ABOVE)) {
      Quantity high = Quantity.constant(clip.high());
      require(high.atLeast(output));
      cases.add(new Formula.All(List.of(input.atLeast(high), output.atLeast(high))));
    } else {
      require(output.atLeast(input));
    }
    require(new Formula.Any(cases));
  }
}

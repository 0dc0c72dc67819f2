package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.assay.smt.LinearForm;

/**
 * Every unit of every example with the exact range of its sum, where each bias moves within its
 * reach.
 *
 * <p>Variables are the changes, by their position, then the outputs of open units. The sum of a
 * unit is an affine function of them: units whose range leaves them one phase are removed. Ranges
 * are those of the affine function over independent ranges of its variables; nothing is rounded.
 * Immutable once made.
 */
final class ProofUnits {

  /** What an activation does over the whole range of its sum. */
  enum Phase {
    LOW,
    HIGH,
    INSIDE,
    OPEN;

    static Phase of(Clip clip, Range range) {
      if (isLow(clip) && range.high().compareTo(low(clip)) <= 0) {
        return LOW;
      }
      if (isHigh(clip) && range.low().compareTo(high(clip)) >= 0) {
        return HIGH;
      }
      boolean below = isLow(clip) && range.low().compareTo(low(clip)) < 0;
      boolean above = isHigh(clip) && range.high().compareTo(high(clip)) > 0;
      return below || above ? OPEN : INSIDE;
    }
  }

  /** Both ends included. */
  record Range(Rational low, Rational high) {}

  /**
   * One unit.
   *
   * @param variable its output where it is open, else negative
   */
  record Unit(
      int example,
      int layer,
      int index,
      Clip clip,
      LinearForm sum,
      Range range,
      Phase phase,
      int variable) {}

  /** A form is to be greater than zero, or at least zero. */
  record Wanted(int example, LinearForm form, boolean strict, Range range) {

    /** Whether the form is nowhere so. */
    boolean isImpossible() {
      return strict ? range.high().signum() <= 0 : range.high().signum() < 0;
    }
  }

  private static final int NONE = -1;

  private final PatchTask task;
  private final List<Range> variables = new ArrayList<>();
  private final List<Unit> units = new ArrayList<>();
  private final List<Wanted> wanted = new ArrayList<>();

  private ProofUnits(PatchTask task) {
    this.task = task;
  }

  static ProofUnits of(BiasPatch.Question question) {
    PatchTask task = new PatchTask(question);
    ProofUnits all = new ProofUnits(task);
    for (int p = 0; p < question.free().size(); p++) {
      Rational reach = question.free().reach(p, question.bound());
      all.variables.add(new Range(reach.negate(), reach));
    }
    for (int e = 0; e < task.examples(); e++) {
      all.add(e);
    }
    return all;
  }

  List<Unit> units() {
    return units;
  }

  List<Wanted> wanted() {
    return wanted;
  }

  /** Ranges of the variables. */
  List<Range> variables() {
    return variables;
  }

  int changes() {
    return task.free().size();
  }

  private void add(int example) {
    List<LinearForm> state = new ArrayList<>();
    for (Rational value : task.input(example)) {
      state.add(LinearForm.constant(value));
    }
    for (int l = 0; l < task.body(); l++) {
      Layer layer = task.network().layers().get(l);
      state =
          layer instanceof Linear linear
              ? sums(l, linear.rows(), state)
              : outputs(example, l, (Clip) layer, state);
    }
    for (Demand.Wanted one : task.wanted(example)) {
      LinearForm.Sum sum = new LinearForm.Sum(one.constant());
      if (one.more() != Demand.Wanted.NONE) {
        sum.add(Rational.ONE, state.get(one.more()));
      }
      if (one.less() != Demand.Wanted.NONE) {
        sum.add(Rational.of(-1), state.get(one.less()));
      }
      LinearForm form = sum.total();
      wanted.add(new Wanted(example, form, one.strict(), range(form)));
    }
  }

  private List<LinearForm> sums(int layer, SparseRows rows, List<LinearForm> state) {
    List<LinearForm> sums = new ArrayList<>();
    for (int r = 0; r < rows.rows(); r++) {
      LinearForm.Sum sum = new LinearForm.Sum(Rational.of(rows.bias(r)));
      for (int k = rows.start(r); k < rows.start(r + 1); k++) {
        sum.add(Rational.of(rows.weight(k)), state.get(rows.column(k)));
      }
      int position = task.position(layer, r);
      if (position >= 0) {
        sum.add(Rational.ONE, LinearForm.variable(position));
      }
      sums.add(sum.total());
    }
    return sums;
  }

  private List<LinearForm> outputs(int example, int layer, Clip clip, List<LinearForm> sums) {
    List<LinearForm> outputs = new ArrayList<>();
    for (int r = 0; r < sums.size(); r++) {
      LinearForm sum = sums.get(r);
      Range range = range(sum);
      Phase phase = Phase.of(clip, range);
      int variable = phase == Phase.OPEN ? variables.size() : NONE;
      units.add(new Unit(example, layer, r, clip, sum, range, phase, variable));
      if (phase == Phase.OPEN) {
        variables.add(new Range(clipped(clip, range.low()), clipped(clip, range.high())));
      }
      outputs.add(
          switch (phase) {
            case LOW -> LinearForm.constant(low(clip));
            case HIGH -> LinearForm.constant(high(clip));
            case INSIDE -> sum;
            case OPEN -> LinearForm.variable(variable);
          });
    }
    return outputs;
  }

  private Range range(LinearForm form) {
    Rational low = form.constant();
    Rational high = form.constant();
    for (Map.Entry<Integer, Rational> term : form.terms().entrySet()) {
      Range of = variables.get(term.getKey());
      boolean rising = term.getValue().signum() > 0;
      low = low.plus(term.getValue().times(rising ? of.low() : of.high()));
      high = high.plus(term.getValue().times(rising ? of.high() : of.low()));
    }
    return new Range(low, high);
  }

  private static Rational clipped(Clip clip, Rational x) {
    Rational above = isLow(clip) ? x.max(low(clip)) : x;
    return isHigh(clip) ? above.min(high(clip)) : above;
  }

  /** Whether an activation has a lower end. */
  static boolean isLow(Clip clip) {
    return Double.isFinite(clip.low());
  }

  /** Whether an activation has an upper end. */
  static boolean isHigh(Clip clip) {
    return Double.isFinite(clip.high());
  }

  static Rational low(Clip clip) {
    return Rational.of(clip.low());
  }

  static Rational high(Clip clip) {
    return Rational.of(clip.high());
  }
}

package org.assay.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.assay.smt.LinearForm;

/**
 * All examples of a task as exact functions of the changes of biases within a radius.
 *
 * <p>Variables are the changes, by their position, then the outputs of all units whose phase is
 * open within the radius. A unit that depends on a single change bends where that change passes
 * certain values, whichever example it belongs to: all such units are functions on one {@link
 * Curve}. Every other open unit is a curve of its own, over the unit's input. Immutable.
 *
 * @param reach how far each bias may move
 * @param curves those of single changes first; the others after all that their bases depend on
 * @param required what must hold, all of it
 * @param variables number of variables
 */
record PatchModel(
    List<Rational> reach, List<Curve> curves, List<Required> required, int variables) {

  PatchModel {
    reach = List.copyOf(reach);
    curves = List.copyOf(curves);
    required = List.copyOf(required);
  }

  /**
   * Variables that are functions of one number, linear between neighbouring points.
   *
   * @param base that number: one of the changes where the curve is not linked
   * @param linked whether the base is a sum, which must be stated of it
   * @param points ascending, two or more; the first and the last enclose the base
   * @param values of each variable at the points
   */
  record Curve(
      LinearForm base, boolean linked, List<Rational> points, Map<Integer, List<Rational>> values) {

    Curve {
      points = List.copyOf(points);
      values = Map.copyOf(values);
    }
  }

  /** A form is greater than zero, or at least zero. */
  record Required(LinearForm form, boolean strict) {}

  /** The model of a task within a radius. */
  static PatchModel of(PatchTask task, Rational radius) {
    return new Writing(task, radius).model();
  }

  /** A unit's output on the curve of a single change. */
  private record Unit(int variable, LinearForm input, Clip clip) {

    Rational slope() {
      return input.terms().values().iterator().next();
    }

    Rational at(Rational change) {
      return clipped(clip, input.constant().plus(slope().times(change)));
    }

    List<Rational> bends() {
      return PatchModel.bends(clip).stream()
          .map(bend -> bend.minus(input.constant()).dividedBy(slope()))
          .toList();
    }
  }

  private static List<Rational> bends(Clip clip) {
    List<Rational> bends = new ArrayList<>();
    if (Double.isFinite(clip.low())) {
      bends.add(Rational.of(clip.low()));
    }
    if (Double.isFinite(clip.high())) {
      bends.add(Rational.of(clip.high()));
    }
    return bends;
  }

  private static Rational clipped(Clip clip, Rational x) {
    Rational above = Double.isFinite(clip.low()) ? x.max(Rational.of(clip.low())) : x;
    return Double.isFinite(clip.high()) ? above.min(Rational.of(clip.high())) : above;
  }

  /** A model being written down. */
  private static final class Writing {
    private final PatchTask task;
    private final List<Rational> low = new ArrayList<>();
    private final List<Rational> high = new ArrayList<>();
    private final Map<Integer, List<Unit>> single = new TreeMap<>();
    private final List<Curve> linked = new ArrayList<>();
    private final List<Required> required = new ArrayList<>();

    Writing(PatchTask task, Rational radius) {
      this.task = task;
      for (int p = 0; p < task.free().size(); p++) {
        high.add(task.free().reach(p, radius));
        low.add(high.get(p).negate());
      }
    }

    PatchModel model() {
      List<Rational> reach = List.copyOf(high);
      for (int e = 0; e < task.examples(); e++) {
        List<LinearForm> outputs = outputs(e);
        for (Demand.Wanted wanted : task.wanted(e)) {
          LinearForm.Sum sum = new LinearForm.Sum(wanted.constant());
          if (wanted.more() != Demand.Wanted.NONE) {
            sum.add(Rational.ONE, outputs.get(wanted.more()));
          }
          if (wanted.less() != Demand.Wanted.NONE) {
            sum.add(Rational.of(-1), outputs.get(wanted.less()));
          }
          required.add(new Required(sum.total(), wanted.strict()));
        }
      }
      List<Curve> curves = new ArrayList<>();
      single.forEach((change, units) -> curves.add(curve(change, units)));
      curves.addAll(linked);
      return new PatchModel(reach, curves, required, low.size());
    }

    private List<LinearForm> outputs(int example) {
      List<LinearForm> state = new ArrayList<>();
      Rational[] sums = task.onset(example);
      for (int r = 0; r < sums.length; r++) {
        state.add(moved(task.onset(), r, new LinearForm.Sum(sums[r])));
      }
      for (int l = task.onset() + 1; l < task.body(); l++) {
        Layer layer = task.network().layers().get(l);
        state =
            layer instanceof Linear linear
                ? sums(l, linear.rows(), state)
                : state.stream().map(input -> clipped((Clip) layer, input)).toList();
      }
      return state;
    }

    private LinearForm moved(int layer, int row, LinearForm.Sum sum) {
      int position = task.position(layer, row);
      if (position >= 0) {
        sum.add(Rational.ONE, LinearForm.variable(position));
      }
      return sum.total();
    }

    private List<LinearForm> sums(int layer, SparseRows rows, List<LinearForm> state) {
      List<LinearForm> sums = new ArrayList<>();
      for (int r = 0; r < rows.rows(); r++) {
        LinearForm.Sum sum = new LinearForm.Sum(Rational.of(rows.bias(r)));
        for (int k = rows.start(r); k < rows.start(r + 1); k++) {
          if (rows.weight(k) != 0) {
            sum.add(Rational.of(rows.weight(k)), state.get(rows.column(k)));
          }
        }
        sums.add(moved(layer, r, sum));
      }
      return sums;
    }

    /** A unit's output: a form where its phase is the same within the radius, else a variable. */
    private LinearForm clipped(Clip clip, LinearForm input) {
      Rational least = end(input, low, high);
      Rational most = end(input, high, low);
      if (clip(clip, least).equals(clip(clip, most))) {
        return LinearForm.constant(clip(clip, least));
      }
      if (clip(clip, least).equals(least) && clip(clip, most).equals(most)) {
        return input;
      }
      return LinearForm.variable(open(clip, input, least, most));
    }

    private int open(Clip clip, LinearForm input, Rational least, Rational most) {
      int variable = low.size();
      int first = input.terms().keySet().iterator().next();
      // Outward to doubles, so that the numbers of layers behind stay short.
      Rational from = rounded(least.floorDouble(), least);
      Rational to = rounded(most.ceilingDouble(), most);
      if (input.terms().size() == 1 && first < task.free().size()) {
        single
            .computeIfAbsent(first, change -> new ArrayList<>())
            .add(new Unit(variable, input, clip));
      } else {
        linked.add(curve(variable, input, clip, from, to));
      }
      low.add(clip(clip, from));
      high.add(clip(clip, to));
      return variable;
    }

    private static Rational rounded(double outward, Rational exact) {
      return Double.isFinite(outward) ? Rational.of(outward) : exact;
    }

    private static Rational clip(Clip clip, Rational x) {
      return PatchModel.clipped(clip, x);
    }

    /** An end of a form's range over independent ranges of its variables. */
    private static Rational end(LinearForm form, List<Rational> falling, List<Rational> rising) {
      Rational end = form.constant();
      for (Map.Entry<Integer, Rational> term : form.terms().entrySet()) {
        List<Rational> side = term.getValue().signum() > 0 ? falling : rising;
        end = end.plus(term.getValue().times(side.get(term.getKey())));
      }
      return end;
    }

    private static Curve curve(
        int variable, LinearForm input, Clip clip, Rational least, Rational most) {
      TreeSet<Rational> points = new TreeSet<>(List.of(least, most));
      bends(clip).stream()
          .filter(bend -> bend.compareTo(least) > 0 && bend.compareTo(most) < 0)
          .forEach(points::add);
      List<Rational> values = points.stream().map(x -> clip(clip, x)).toList();
      return new Curve(input, true, List.copyOf(points), Map.of(variable, values));
    }

    private Curve curve(int change, List<Unit> units) {
      Rational least = low.get(change);
      Rational most = high.get(change);
      TreeSet<Rational> points = new TreeSet<>(List.of(least, most));
      for (Unit unit : units) {
        unit.bends().stream()
            .filter(bend -> bend.compareTo(least) > 0 && bend.compareTo(most) < 0)
            .forEach(points::add);
      }
      Map<Integer, List<Rational>> values = new TreeMap<>();
      values.put(change, List.copyOf(points));
      for (Unit unit : units) {
        values.put(unit.variable(), points.stream().map(unit::at).toList());
      }
      return new Curve(LinearForm.variable(change), false, List.copyOf(points), values);
    }
  }
}

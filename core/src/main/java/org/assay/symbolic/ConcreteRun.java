package org.assay.symbolic;

import java.util.Arrays;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Clip.Phase;
import org.assay.network.Tensor;

/**
 * The run of a network on an image by which a trace begins: the value of every row in double with a
 * bound of its error, and the exact phase of every unit. Where the bound leaves a phase open,
 * rationals decide it, and the unit's value is replaced by the nearest double.
 */
final class ConcreteRun {

  private final TracedNetwork network;
  private final Approximation rows;
  private final Phase[] phases;
  private final ExactTrace exact;
  private long rationalFallbacks;

  ConcreteRun(TracedNetwork network, Tensor image) {
    this.network = network;
    this.rows = Approximation.exact(new double[network.rows()]);
    this.phases = new Phase[network.units()];
    this.exact = new ExactTrace(network, image, unit -> phases[unit]);
    run(image);
  }

  private void run(Tensor image) {
    Approximation state = Approximation.exact(image.toDoubles());
    for (Step step : network.steps()) {
      if (step instanceof Step.Map map) {
        Approximation sums = network.bound().map(map.byInput(), map.floats(), state);
        state = network.bound().plusBias(map.byOutput(), sums);
      } else {
        state = activate((Step.Activation) step, state);
      }
    }
    store(network.units(), state);
  }

  private void store(int firstRow, Approximation state) {
    System.arraycopy(state.value, 0, rows.value, firstRow, state.size());
    System.arraycopy(state.error, 0, rows.error, firstRow, state.size());
  }

  private Approximation activate(Step.Activation activation, Approximation state) {
    Clip clip = activation.clip();
    int first = activation.firstUnit();
    store(first, state);
    Approximation output =
        new Approximation(
            Arrays.copyOf(state.value, state.size()), Arrays.copyOf(state.error, state.size()));
    for (int i = 0; i < state.size(); i++) {
      phases[first + i] = phase(clip, first + i);
      boolean inside = phases[first + i] == Phase.INSIDE;
      double bound = phases[first + i] == Phase.BELOW ? clip.low() : clip.high();
      output.value[i] = inside ? rows.value[first + i] : bound;
      output.error[i] = inside ? rows.error[first + i] : 0;
    }
    return output;
  }

  private Phase phase(Clip clip, int unit) {
    double lower = rows.lower(unit);
    double upper = rows.upper(unit);
    if (lower > clip.low() && upper < clip.high()) {
      return Phase.INSIDE;
    }
    if (upper <= clip.low()) {
      return Phase.BELOW;
    }
    if (lower >= clip.high()) {
      return Phase.ABOVE;
    }
    rationalFallbacks++;
    Rational value = exact.value(unit);
    rows.value[unit] = value.nearestDouble();
    rows.error[unit] = distance(value, rows.value[unit]);
    return ExactSemantics.phase(clip, value);
  }

  /** An upper bound of the distance of an exact number from a double. */
  private static double distance(Rational exact, double value) {
    return exact.minus(Rational.of(value)).abs().ceilingDouble();
  }

  Approximation rows() {
    return rows;
  }

  Phase[] phases() {
    return phases;
  }

  ExactTrace exact() {
    return exact;
  }

  long rationalFallbacks() {
    return rationalFallbacks;
  }
}

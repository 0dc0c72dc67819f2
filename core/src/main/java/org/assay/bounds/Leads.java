package org.assay.bounds;

import java.util.Arrays;
import java.util.Objects;
import org.assay.network.SparseRows;

/**
 * Enclosures of how much larger one label's logit is than each other one, on a simplex: for each
 * vertex the middle between two bounds and half their distance. Where the logits are sums, their
 * differences are sums too, so that what labels have in common cancels. For one thread.
 */
final class Leads {

  private static final double UNIT = 0x1p-53;
  private static final double TINY = 0x1p-1000;

  /** More than the roundings of a bound that is itself computed in doubles. */
  private static final double INFLATION = 1 + 0x1p-30;

  private final BoundedNetwork network;
  private final BaseRun run;
  private final double share;
  private final double unit;
  private final double[] middle;
  private final double[] half;
  private final double[] magnitudes;
  private Differences state;
  private int vertices;
  private int label;

  /**
   * Leads of a network about a run.
   *
   * @param share of every error that is charged
   * @param most how many vertices a simplex has
   */
  Leads(BoundedNetwork network, BaseRun run, double share, int most) {
    this.network = network;
    this.run = run;
    this.share = share;
    this.unit = share * UNIT;
    this.middle = new double[most * network.labels()];
    this.half = new double[most * network.labels()];
    this.magnitudes = new double[network.labels()];
    this.state = new Differences(0, 0);
  }

  /**
   * Encloses the leads of a label over each other one; the questions below are about them.
   *
   * @param state the inputs of the last layer where it is linear, else the logits
   */
  void enclose(int label, Differences state, int vertices) {
    this.label = label;
    this.state = state;
    this.vertices = vertices;
    ImageRun.State logits = run.before(network.depth());
    Arrays.fill(magnitudes, 0);
    for (int k = 0; k < magnitudes.length; k++) {
      double lead = logits.value()[label] - logits.value()[k];
      double error = share * (logits.error()[label] + logits.error()[k]) + unit * Math.abs(lead);
      for (int v = 0; v < vertices; v++) {
        middle[k * vertices + v] = lead;
        half[k * vertices + v] = error;
      }
      magnitudes[k] = Math.abs(lead);
    }
    if (network.endsLinear()) {
      addMapped();
      BaseRun.Rounding ofLast = run.rounding(network.depth() - 1);
      if (ofLast != null) {
        addRounding(ofLast);
      }
    } else {
      addClipped();
    }
    // A weight's difference is rounded too; so is each product and each sum of it.
    double rounding = (state.size + 8) * unit * INFLATION;
    for (int k = 0; k < magnitudes.length; k++) {
      double error = magnitudes[k] * rounding + TINY;
      for (int v = 0; v < vertices; v++) {
        half[k * vertices + v] = (half[k * vertices + v] + error) * INFLATION;
      }
    }
  }

  private void addMapped() {
    double[] weights = network.leads();
    for (int j = 0; j < state.size; j++) {
      int number = state.touched[j];
      int w = network.lead(label, number);
      for (int k = 0; k < magnitudes.length; k++) {
        double weight = weights[w + k];
        double size = Math.abs(weight);
        for (int v = 0; v < vertices; v++) {
          middle[k * vertices + v] += weight * state.middle[v][number];
          half[k * vertices + v] += size * state.half[v][number];
        }
        magnitudes[k] += size * state.most[number];
      }
    }
  }

  /** Computed logits are sums of their own: the shift and the rounding of both count. */
  private void addRounding(BaseRun.Rounding rounding) {
    SparseRows columns = Objects.requireNonNull(network.columns(network.depth() - 1));
    double[] moved = new double[magnitudes.length];
    for (int j = 0; j < state.size; j++) {
      int number = state.touched[j];
      double most = state.most[number];
      for (int k = columns.start(number); k < columns.start(number + 1); k++) {
        moved[columns.column(k)] += Math.abs(columns.weight(k)) * most;
      }
    }
    for (int k = 0; k < moved.length; k++) {
      double shift = rounding.shift()[label] - rounding.shift()[k];
      double error = error(rounding, label, moved[label]) + error(rounding, k, moved[k]);
      for (int v = 0; v < vertices; v++) {
        middle[k * vertices + v] += shift;
        half[k * vertices + v] += error;
      }
      magnitudes[k] += Math.abs(rounding.shift()[label]) + Math.abs(rounding.shift()[k]);
    }
  }

  private static double error(BaseRun.Rounding rounding, int row, double moved) {
    return moved < rounding.most()
        ? (rounding.radius()[row] + rounding.unit()[row] * moved) * INFLATION
        : Double.POSITIVE_INFINITY;
  }

  private void addClipped() {
    for (int j = 0; j < state.size; j++) {
      int number = state.touched[j];
      for (int k = 0; k < magnitudes.length; k++) {
        if (k == label || (number != k && number != label)) {
          continue;
        }
        double sign = number == label ? 1 : -1;
        for (int v = 0; v < vertices; v++) {
          middle[k * vertices + v] += sign * state.middle[v][number];
          half[k * vertices + v] += state.half[v][number];
        }
        magnitudes[k] += state.most[number];
      }
    }
  }

  /** Whether the label's logit is certainly greater than each other one, on the whole simplex. */
  boolean areAllPositive() {
    for (int k = 0; k < magnitudes.length; k++) {
      if (k != label && !isPositive(k, true)) {
        return false;
      }
    }
    return true;
  }

  /** Whether another label's logit certainly nowhere exceeds the label's. */
  boolean isNowhereNegative(int other) {
    return isPositive(other, false);
  }

  private boolean isPositive(int other, boolean strictly) {
    for (int v = 0; v < vertices; v++) {
      double m = middle[other * vertices + v];
      double h = half[other * vertices + v];
      if (!(strictly ? m > h : m >= h)) {
        return false;
      }
    }
    return true;
  }

  /** The label that seems to lead most; a guess, to be asked about. */
  int likely() {
    int best = label;
    double least = 0;
    for (int k = 0; k < magnitudes.length; k++) {
      double sum = 0;
      for (int v = 0; v < vertices; v++) {
        sum += middle[k * vertices + v];
      }
      if (k != label && sum < least) {
        least = sum;
        best = k;
      }
    }
    return best;
  }

  /** The middle between the bounds of the lead over another label at a vertex. */
  double middle(int other, int vertex) {
    return middle[other * vertices + vertex];
  }

  /** Half the distance of these bounds. */
  double half(int other, int vertex) {
    return half[other * vertices + vertex];
  }
}

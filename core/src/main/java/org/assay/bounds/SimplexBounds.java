package org.assay.bounds;

import java.util.Arrays;
import java.util.Objects;
import org.assay.eval.BiasOrder;
import org.assay.network.Clip;
import org.assay.network.Layer;
import org.assay.network.Linear;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a network can compute when a few positions of an image move within a simplex: a point, a
 * segment, a triangle.
 *
 * <p>Question: which label certainly leads all others everywhere on the simplex, and how large can
 * one label's lead over another become? Method: every number is enclosed between two affine
 * functions on the simplex, given by their values at its vertices and propagated forward as
 * differences from the image's own run, so that only what the moving positions reach is ever
 * touched. Linear maps act on the values; a clip that bends within the simplex is enclosed by
 * affine functions again: where it is convex above by the values at the vertices themselves, which
 * no affine bound betters. Guarantee: sound in the arithmetic asked for, the rounding of the bounds
 * included; bounds shrink to the exact values as the simplex does. Cost: one pass over the weights
 * that the positions reach. Source: the linear relaxations of DeepPoly (Singh, Gehr, Püschel,
 * Vechev, POPL 2019, doi:10.1145/3290354), forward and on a simplex.
 *
 * <p>For one thread; its arrays are used again by the next simplex.
 */
public final class SimplexBounds {

  private static final int MOST_VERTICES = 3;
  private static final double UNIT = 0x1p-53;
  private static final double TINY = 0x1p-1000;

  /** More than the roundings of a bound that is itself computed in doubles. */
  private static final double INFLATION = 1 + 0x1p-30;

  private final BoundedNetwork network;
  private final BaseRun run;
  private final double[] image;
  private final double share;
  private final double unit;

  /**
   * For each touched number and vertex the middle between its bounds and half their distance, as
   * differences from the image; then the greatest magnitude of all of them.
   */
  private double[] state;

  private double[] next;
  private int[] touched;
  private int[] nextTouched;
  private int size;
  private int nextSize;
  private final int[] mark;
  private int stamp;
  private int vertices;
  private int stride;
  private boolean affine;
  private final double[] lower;
  private final double[] upper;
  private final double[] leadMiddle;
  private final double[] leadHalf;
  private final double[] leadMagnitude;
  private int label;

  /**
   * Bounds from a run.
   *
   * @param share of every error that is charged: 1, but for a test that shows that errors are
   *     needed
   */
  SimplexBounds(BoundedNetwork network, BaseRun run, double share) {
    this.network = network;
    this.run = run;
    this.unit = share * UNIT;
    this.share = share;
    this.image = run.before(0).value();
    int most = network.widest() * (2 * MOST_VERTICES + 1);
    this.state = new double[most];
    this.next = new double[most];
    this.touched = new int[network.widest()];
    this.nextTouched = new int[network.widest()];
    this.mark = new int[network.widest()];
    this.lower = new double[MOST_VERTICES];
    this.upper = new double[MOST_VERTICES];
    this.leadMiddle = new double[MOST_VERTICES * network.labels()];
    this.leadHalf = new double[MOST_VERTICES * network.labels()];
    this.leadMagnitude = new double[network.labels()];
  }

  /** Bounds of exact arithmetic. */
  public static SimplexBounds exact(BoundedNetwork network, Tensor image) {
    return new SimplexBounds(network, new ImageRun(network, image), 1);
  }

  /** Bounds of the network's element type, in the stated order of additions but for the bias. */
  public static SimplexBounds lane(BoundedNetwork network, Tensor image, BiasOrder order) {
    return new SimplexBounds(network, new LaneRun(network, image, order), 1);
  }

  /** The network that is enclosed. */
  public BoundedNetwork network() {
    return network;
  }

  /**
   * Encloses everything on a simplex.
   *
   * @param positions the flat positions that move, one to three
   * @param corners {@code [vertex][position]}: their values, one to three vertices
   */
  public void enclose(int[] positions, double[][] corners) {
    vertices = corners.length;
    stride = 2 * vertices + 1;
    affine = true;
    size = 0;
    for (int p = 0; p < positions.length; p++) {
      start(positions[p], p, corners);
    }
    int end = network.endsLinear() ? network.depth() - 1 : network.depth();
    for (int l = 0; l < end; l++) {
      Layer layer = network.layer(l);
      if (layer instanceof Linear) {
        map(Objects.requireNonNull(network.columns(l)), run.rounding(l));
      } else {
        clip((Clip) layer, run.before(l));
      }
    }
  }

  private void start(int position, int p, double[][] corners) {
    int at = position * stride;
    double x = image[position];
    for (int v = 0; v < vertices; v++) {
      double offset = corners[v][p] - x;
      double part = offset - corners[v][p];
      double lost = (corners[v][p] - (offset - part)) - (x + part);
      state[at + v] = offset;
      state[at + vertices + v] = share * Math.abs(lost);
    }
    magnitude(state, at);
    touched[size++] = position;
  }

  private void magnitude(double[] numbers, int at) {
    double most = 0;
    for (int v = 0; v < vertices; v++) {
      most = Math.max(most, Math.abs(numbers[at + v]) + numbers[at + vertices + v]);
    }
    numbers[at + 2 * vertices] = most;
  }

  private void map(SparseRows columns, BaseRun.@Nullable Rounding rounding) {
    stamp++;
    nextSize = 0;
    for (int j = 0; j < size; j++) {
      reach(columns, touched[j]);
      if (vertices == 2) {
        addSegment(columns, touched[j]);
      } else {
        addAny(columns, touched[j]);
      }
    }
    int count = nextSize;
    double charged = (size + 4) * unit * INFLATION;
    for (int j = 0; j < count; j++) {
      int at = nextTouched[j] * stride;
      double moved = next[at + 2 * vertices];
      double error = moved * charged + TINY;
      if (rounding != null) {
        error += shift(rounding, nextTouched[j], moved, at);
      }
      for (int v = 0; v < vertices; v++) {
        next[at + vertices + v] += error;
      }
      magnitude(next, at);
    }
    swap(count);
  }

  /** Moves a number by the shift of its sum; returns a bound of how far rounding moves it more. */
  private double shift(BaseRun.Rounding rounding, int row, double moved, int at) {
    double shift = rounding.shift()[row];
    double most = 0;
    for (int v = 0; v < vertices; v++) {
      most = Math.max(most, Math.abs(next[at + v]));
      next[at + v] += shift;
    }
    double error = rounding.radius()[row] + rounding.unit()[row] * moved;
    return moved < rounding.most()
        ? (error + 2 * UNIT * (Math.abs(shift) + most)) * INFLATION
        : Double.POSITIVE_INFINITY;
  }

  /** Marks the numbers that an input feeds, and sets those not yet marked to zero. */
  private void reach(SparseRows columns, int input) {
    int end = columns.start(input + 1);
    for (int k = columns.start(input); k < end; k++) {
      int row = columns.column(k);
      if (mark[row] != stamp) {
        mark[row] = stamp;
        nextTouched[nextSize++] = row;
        Arrays.fill(next, row * stride, (row + 1) * stride, 0);
      }
    }
  }

  /** Adds an input's part to all that it feeds. */
  private void addAny(SparseRows columns, int input) {
    int from = input * stride;
    int end = columns.start(input + 1);
    for (int k = columns.start(input); k < end; k++) {
      double w = columns.weight(k);
      double magnitude = Math.abs(w);
      int at = columns.column(k) * stride;
      for (int v = 0; v < vertices; v++) {
        next[at + v] += w * state[from + v];
        next[at + vertices + v] += magnitude * state[from + vertices + v];
      }
      next[at + 2 * vertices] += magnitude * state[from + 2 * vertices];
    }
  }

  /** The same for two vertices, without a loop over them. */
  private void addSegment(SparseRows columns, int input) {
    double[] sums = next;
    int from = input * stride;
    double middle0 = state[from];
    double middle1 = state[from + 1];
    double half0 = state[from + 2];
    double half1 = state[from + 3];
    double most = state[from + 4];
    int end = columns.start(input + 1);
    for (int k = columns.start(input); k < end; k++) {
      double w = columns.weight(k);
      double magnitude = Math.abs(w);
      int at = columns.column(k) * 5;
      sums[at] += w * middle0;
      sums[at + 1] += w * middle1;
      sums[at + 2] += magnitude * half0;
      sums[at + 3] += magnitude * half1;
      sums[at + 4] += magnitude * most;
    }
  }

  private void swap(int count) {
    double[] s = state;
    state = next;
    next = s;
    int[] t = touched;
    touched = nextTouched;
    nextTouched = t;
    size = count;
  }

  private void clip(Clip clip, ImageRun.State before) {
    int kept = 0;
    for (int j = 0; j < size; j++) {
      int unit = touched[j];
      if (clip(clip, before.value()[unit], share * before.error()[unit], unit * stride)) {
        touched[kept++] = unit;
      }
    }
    size = kept;
  }

  /**
   * Clips one number in place.
   *
   * @param z its value at the image, within {@code error}
   * @return whether it can differ from the image's at all
   */
  private boolean clip(Clip clip, double z, double error, int at) {
    double slack = error + 8 * unit * (Math.abs(z) + state[at + 2 * vertices]) + TINY;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double leastUpper = Double.POSITIVE_INFINITY;
    double mostLower = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < vertices; v++) {
      double middle = z + state[at + v];
      double half = state[at + vertices + v] + slack;
      lower[v] = middle - half;
      upper[v] = middle + half;
      least = Math.min(least, lower[v]);
      mostLower = Math.max(mostLower, lower[v]);
      leastUpper = Math.min(leastUpper, upper[v]);
      most = Math.max(most, upper[v]);
    }
    double low = clip.low();
    double high = clip.high();
    if (least >= low && most <= high && isInside(clip, z, error)) {
      return true;
    }
    double base = clip.apply(z);
    double baseError = low - z > error || z - high > error ? 0 : error;
    if (most <= low || least >= high) {
      double bound = most <= low ? low : high;
      if (base == bound && baseError == 0) {
        return false;
      }
      Arrays.fill(lower, 0, vertices, bound);
      Arrays.fill(upper, 0, vertices, bound);
    } else if (!(least >= low && most <= high)) {
      affine = false;
      above(low, high, leastUpper, most);
      below(low, high, least, mostLower);
    }
    double widening = baseError + 16 * unit * (Math.abs(base) + Math.abs(least) + Math.abs(most));
    for (int v = 0; v < vertices; v++) {
      state[at + v] = (lower[v] + upper[v]) / 2 - base;
      state[at + vertices + v] = (upper[v] - lower[v]) / 2 + widening + TINY;
    }
    magnitude(state, at);
    return true;
  }

  // A rounded difference that exceeds a double exceeds it before rounding too.
  private static boolean isInside(Clip clip, double z, double error) {
    double above = z - clip.low();
    double below = clip.high() - z;
    return error == 0 ? above >= 0 && below >= 0 : above > error && below > error;
  }

  /** Encloses the clip from above; the bounds before it lie from {@code least} to {@code most}. */
  private void above(double low, double high, double least, double most) {
    if (most <= high) {
      for (int v = 0; v < vertices; v++) {
        upper[v] = Math.max(upper[v], low);
      }
      return;
    }
    double bottom = Math.max(least, low);
    double slope = (high - bottom) / (high - least);
    double sum = 0;
    for (int v = 0; v < vertices; v++) {
      sum += bottom + slope * (upper[v] - least);
    }
    boolean flat = least >= high || !(sum < vertices * high);
    for (int v = 0; v < vertices; v++) {
      upper[v] = flat ? high : bottom + slope * (upper[v] - least);
    }
  }

  /** Encloses the clip from below. */
  private void below(double low, double high, double least, double most) {
    if (least >= low) {
      for (int v = 0; v < vertices; v++) {
        lower[v] = Math.min(lower[v], high);
      }
      return;
    }
    double top = Math.min(most, high);
    double slope = most <= high ? 1 : (high - low) / (most - low);
    double sum = 0;
    for (int v = 0; v < vertices; v++) {
      sum += top + slope * (lower[v] - most);
    }
    boolean flat = most <= low || !(sum > vertices * low);
    for (int v = 0; v < vertices; v++) {
      lower[v] = flat ? low : top + slope * (lower[v] - most);
    }
  }

  /** Encloses the leads of a label over each other one; the questions below are about them. */
  public void leads(int label) {
    this.label = label;
    ImageRun.State logits = run.before(network.depth());
    Arrays.fill(leadMagnitude, 0);
    for (int k = 0; k < leadMagnitude.length; k++) {
      double lead = logits.value()[label] - logits.value()[k];
      double error = share * (logits.error()[label] + logits.error()[k]) + unit * Math.abs(lead);
      for (int v = 0; v < vertices; v++) {
        leadMiddle[k * vertices + v] = lead;
        leadHalf[k * vertices + v] = error;
      }
      leadMagnitude[k] = Math.abs(lead);
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
    double rounding = (size + 8) * unit * INFLATION;
    for (int k = 0; k < leadMagnitude.length; k++) {
      double error = leadMagnitude[k] * rounding + TINY;
      for (int v = 0; v < vertices; v++) {
        leadHalf[k * vertices + v] = (leadHalf[k * vertices + v] + error) * INFLATION;
      }
    }
  }

  private void addMapped() {
    double[] weights = network.leads();
    for (int j = 0; j < size; j++) {
      int from = touched[j] * stride;
      int w = network.lead(label, touched[j]);
      for (int k = 0; k < leadMagnitude.length; k++) {
        double weight = weights[w + k];
        double magnitude = Math.abs(weight);
        for (int v = 0; v < vertices; v++) {
          leadMiddle[k * vertices + v] += weight * state[from + v];
          leadHalf[k * vertices + v] += magnitude * state[from + vertices + v];
        }
        leadMagnitude[k] += magnitude * state[from + 2 * vertices];
      }
    }
  }

  /** Computed logits are sums of their own: the shift and the rounding of both count. */
  private void addRounding(BaseRun.Rounding rounding) {
    SparseRows columns = Objects.requireNonNull(network.columns(network.depth() - 1));
    double[] moved = new double[leadMagnitude.length];
    for (int j = 0; j < size; j++) {
      double most = state[touched[j] * stride + 2 * vertices];
      for (int k = columns.start(touched[j]); k < columns.start(touched[j] + 1); k++) {
        moved[columns.column(k)] += Math.abs(columns.weight(k)) * most;
      }
    }
    for (int k = 0; k < moved.length; k++) {
      double shift = rounding.shift()[label] - rounding.shift()[k];
      double error = error(rounding, label, moved[label]) + error(rounding, k, moved[k]);
      for (int v = 0; v < vertices; v++) {
        leadMiddle[k * vertices + v] += shift;
        leadHalf[k * vertices + v] += error;
      }
      leadMagnitude[k] += Math.abs(rounding.shift()[label]) + Math.abs(rounding.shift()[k]);
    }
  }

  private static double error(BaseRun.Rounding rounding, int row, double moved) {
    return moved < rounding.most()
        ? (rounding.radius()[row] + rounding.unit()[row] * moved) * INFLATION
        : Double.POSITIVE_INFINITY;
  }

  private void addClipped() {
    for (int j = 0; j < size; j++) {
      int from = touched[j] * stride;
      for (int k = 0; k < leadMagnitude.length; k++) {
        if (k == label || (touched[j] != k && touched[j] != label)) {
          continue;
        }
        double sign = touched[j] == label ? 1 : -1;
        for (int v = 0; v < vertices; v++) {
          leadMiddle[k * vertices + v] += sign * state[from + v];
          leadHalf[k * vertices + v] += state[from + vertices + v];
        }
        leadMagnitude[k] += state[from + 2 * vertices];
      }
    }
  }

  /** Whether the label's logit is certainly greater than each other one, on the whole simplex. */
  public boolean leadsAll() {
    for (int k = 0; k < leadMagnitude.length; k++) {
      if (k != label && !leads(k, true)) {
        return false;
      }
    }
    return true;
  }

  /** Whether another label's logit certainly nowhere exceeds the label's. */
  public boolean holdsOff(int other) {
    return leads(other, false);
  }

  private boolean leads(int other, boolean strictly) {
    for (int v = 0; v < vertices; v++) {
      double middle = leadMiddle[other * vertices + v];
      double half = leadHalf[other * vertices + v];
      if (!(strictly ? middle > half : middle >= half)) {
        return false;
      }
    }
    return true;
  }

  /** The label that seems to lead most; a guess, to be asked about. */
  public int likely() {
    int best = label;
    double least = 0;
    for (int k = 0; k < leadMagnitude.length; k++) {
      double sum = 0;
      for (int v = 0; v < vertices; v++) {
        sum += leadMiddle[k * vertices + v];
      }
      if (k != label && sum < least) {
        least = sum;
        best = k;
      }
    }
    return best;
  }

  /** The middle between the bounds of the lead over another label at a vertex. */
  double leadMiddle(int other, int vertex) {
    return leadMiddle[other * vertices + vertex];
  }

  /** Half the distance of these bounds. */
  double leadHalf(int other, int vertex) {
    return leadHalf[other * vertices + vertex];
  }

  /** Whether nothing moves that the logits depend on, so that they are those of the image. */
  public boolean isStill() {
    return size == 0;
  }

  /** Whether no clip bends within the simplex, so that the network is affine on it. */
  public boolean isAffine() {
    return affine;
  }
}

package org.assay.bounds;

import java.util.BitSet;
import java.util.List;
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

  private Differences state;
  private Differences next;
  private int vertices;
  private boolean affine;
  private @Nullable SegmentPhases phases;
  private final ClipBounds clipped;
  private final Leads leads;

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
    this.state = new Differences(network.widest(), MOST_VERTICES);
    this.next = new Differences(network.widest(), MOST_VERTICES);
    this.clipped = new ClipBounds(MOST_VERTICES);
    this.leads = new Leads(network, run, share, MOST_VERTICES);
  }

  /** Bounds of exact arithmetic. */
  public static SimplexBounds exact(BoundedNetwork network, Tensor image) {
    return new SimplexBounds(network, new ImageRun(network, image), 1);
  }

  /** Bounds of the network's element type, in the stated order of additions but for the bias. */
  public static SimplexBounds lane(BoundedNetwork network, Tensor image, BiasOrder order) {
    return new SimplexBounds(network, new LaneRun(network, image, order), 1);
  }

  /** The logits of the image itself in the arithmetic that is bounded, as its run gives them. */
  public double[] logits() {
    return run.before(network.depth()).value().clone();
  }

  /**
   * The logits of the image with another value at one position: a run of those sums alone that the
   * position reaches. In the arithmetic of a lane they are exactly those of a whole run.
   */
  public double[] logits(int position, double value) {
    double[] values = image.clone();
    values[position] = value;
    BitSet moved = new BitSet();
    moved.set(position);
    for (int l = 0; l < network.depth(); l++) {
      double[] after = run.before(l + 1).value().clone();
      SparseRows columns = network.columns(l);
      BitSet reached = columns == null ? moved : reached(columns, moved);
      BitSet changed = new BitSet();
      ImageRun.State inputs = new ImageRun.State(values, new double[values.length]);
      for (int i = reached.nextSetBit(0); i >= 0; i = reached.nextSetBit(i + 1)) {
        double there = columns == null ? network.clip(l).apply(values[i]) : run.sum(l, i, inputs);
        changed.set(i, there != after[i]);
        after[i] = there;
      }
      values = after;
      moved = changed;
    }
    return values;
  }

  private static BitSet reached(SparseRows columns, BitSet moved) {
    BitSet reached = new BitSet();
    for (int i = moved.nextSetBit(0); i >= 0; i = moved.nextSetBit(i + 1)) {
      for (int k = columns.start(i); k < columns.start(i + 1); k++) {
        reached.set(columns.column(k));
      }
    }
    return reached;
  }

  /**
   * Bounds of exact arithmetic and of some lanes on the same image, all at once: what is certain by
   * them is so in each.
   */
  public static SimplexBounds together(
      BoundedNetwork network, Tensor image, List<SimplexBounds> lanes) {
    List<BaseRun> runs = lanes.stream().map(lane -> lane.run).toList();
    return new SimplexBounds(network, new LanesRun(network, image, runs), 1);
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
    clipped.vertices(vertices);
    affine = true;
    state.clear();
    for (int p = 0; p < positions.length; p++) {
      start(positions[p], p, corners);
    }
    int end = network.endsLinear() ? network.depth() - 1 : network.depth();
    for (int l = 0; l < end; l++) {
      Layer layer = network.layer(l);
      if (layer instanceof Linear) {
        map(l);
      } else {
        clip(l);
      }
    }
  }

  /** Encloses a segment and takes down the phases of its units. */
  public void enclose(int[] positions, double[][] corners, SegmentPhases into) {
    into.clear();
    phases = into;
    enclose(positions, corners);
    phases = null;
  }

  private void start(int position, int p, double[][] corners) {
    double x = image[position];
    state.touch(position);
    for (int v = 0; v < vertices; v++) {
      double offset = corners[v][p] - x;
      double part = offset - corners[v][p];
      double lost = (corners[v][p] - (offset - part)) - (x + part);
      state.middle[v][position] = offset;
      state.half[v][position] = share * Math.abs(lost);
    }
    state.measure(position, vertices);
  }

  private void map(int layer) {
    BaseRun.Rounding rounding = run.rounding(layer);
    SparseRows columns = Objects.requireNonNull(network.columns(layer));
    next.map(columns, state, vertices);
    double charged = (state.size + 4) * unit * INFLATION;
    for (int j = 0; j < next.size; j++) {
      int row = next.touched[j];
      double moved = next.most[row];
      double error = moved * charged + TINY;
      if (rounding != null) {
        error += shift(rounding, row, moved);
      }
      for (int v = 0; v < vertices; v++) {
        next.half[v][row] += error;
      }
      next.measure(row, vertices);
    }
    if (state.knowns > 0 && run.knowsSums()) {
      sumKnown(layer);
    }
    Differences before = state;
    state = next;
    next = before;
  }

  /** Sums of which every input that moves is known are run. */
  private void sumKnown(int layer) {
    SparseRows columns = Objects.requireNonNull(network.columns(layer));
    ImageRun.State before = run.before(layer);
    boolean[] uncertain = uncertain(columns);
    ImageRun.State inputs = null;
    for (int j = 0; j < next.size; j++) {
      int row = next.touched[j];
      if (uncertain[row]) {
        continue;
      }
      inputs = inputs == null ? known(before) : inputs;
      double sum = run.sum(layer, row, inputs);
      if (Double.isFinite(sum)) {
        ImageRun.State after = run.before(layer + 1);
        next.know(row, sum, after.value()[row], after.error()[row]);
      }
    }
  }

  /** The sums that some input feeds which moves and is not known. */
  private boolean[] uncertain(SparseRows columns) {
    boolean[] uncertain = new boolean[columns.columns()];
    int count = 0;
    for (int j = 0; j < state.size && count < next.size; j++) {
      int number = state.touched[j];
      int end = Double.isNaN(state.known[number]) ? columns.start(number + 1) : 0;
      for (int k = columns.start(number); k < end; k++) {
        count += uncertain[columns.column(k)] ? 0 : 1;
        uncertain[columns.column(k)] = true;
      }
    }
    return uncertain;
  }

  /** The image's numbers with those that move and are known in their places. */
  private ImageRun.State known(ImageRun.State before) {
    ImageRun.State inputs = new ImageRun.State(before.value().clone(), before.error().clone());
    for (int j = 0; j < state.size; j++) {
      int number = state.touched[j];
      if (!Double.isNaN(state.known[number])) {
        inputs.value()[number] = state.known[number];
        inputs.error()[number] = 0;
      }
    }
    return inputs;
  }

  /** Moves a number by the shift of its sum; returns a bound of how far rounding moves it more. */
  private double shift(BaseRun.Rounding rounding, int row, double moved) {
    double shift = rounding.shift()[row];
    double most = 0;
    for (int v = 0; v < vertices; v++) {
      most = Math.max(most, Math.abs(next.middle[v][row]));
      next.middle[v][row] += shift;
    }
    double error = rounding.radius()[row] + rounding.unit()[row] * moved;
    return moved < rounding.most()
        ? (error + 2 * UNIT * (Math.abs(shift) + most)) * INFLATION
        : Double.POSITIVE_INFINITY;
  }

  private void clip(int layer) {
    Clip clip = network.clip(layer);
    ImageRun.State before = run.before(layer);
    int kept = 0;
    for (int j = 0; j < state.size; j++) {
      int number = state.touched[j];
      double z = before.value()[number];
      double error = share * before.error()[number];
      double slack = error + 8 * unit * (Math.abs(z) + state.most[number]) + TINY;
      clipped.take(state, number, z, slack);
      if (phases != null) {
        record(phases, layer, number);
      }
      if (clip(clip, z, error, number)) {
        state.touched[kept++] = number;
      }
    }
    state.size = kept;
  }

  private void record(SegmentPhases into, int layer, int number) {
    Clip clip = network.clip(layer);
    Clip.Phase phase = clipped.phase(clip);
    if (phase != null) {
      into.settle(network.firstUnit(layer) + number, phase);
    } else {
      into.open(layer, clip, clipped.middle(0), clipped.middle(vertices - 1));
    }
  }

  /**
   * Clips one number in place, whose bounds were just computed.
   *
   * @param z its value at the image, within {@code error}
   * @return whether it can differ from the image's at all
   */
  private boolean clip(Clip clip, double z, double error, int number) {
    boolean flat = clipped.isFlat(clip) || !Double.isNaN(state.known[number]);
    if (!flat && clipped.isWithin(clip) && isInside(clip, z, error)) {
      return true;
    }
    double base = clip.apply(z);
    double baseError = clip.low() - z > error || z - clip.high() > error ? 0 : error;
    if (flat) {
      double value = clipped.isFlat(clip) ? clip.apply(clipped.least) : state.known[number];
      state.know(number, clip.apply(value), base, baseError);
      return state.known[number] != base || baseError != 0;
    }
    if (!clipped.isWithin(clip)) {
      affine = false;
      clipped.bend(clip);
    }
    double magnitude = Math.abs(base) + Math.abs(clipped.least) + Math.abs(clipped.most);
    double widening = baseError + 16 * unit * magnitude;
    for (int v = 0; v < vertices; v++) {
      state.middle[v][number] = clipped.middle(v) - base;
      state.half[v][number] = (clipped.upper[v] - clipped.lower[v]) / 2 + widening + TINY;
    }
    state.measure(number, vertices);
    return true;
  }

  // A rounded difference that exceeds a double exceeds it before rounding too.
  private static boolean isInside(Clip clip, double z, double error) {
    double above = z - clip.low();
    double below = clip.high() - z;
    return error == 0 ? above >= 0 && below >= 0 : above > error && below > error;
  }

  /** Encloses the leads of a label over each other one; the questions below are about them. */
  public void leads(int label) {
    leads.enclose(label, state, vertices);
  }

  /** Whether the label's logit is certainly greater than each other one, on the whole simplex. */
  public boolean leadsAll() {
    return leads.areAllPositive();
  }

  /** Whether another label's logit certainly nowhere exceeds the label's. */
  public boolean holdsOff(int other) {
    return leads.isNowhereNegative(other);
  }

  /** The label that seems to lead most; a guess, to be asked about. */
  public int likely() {
    return leads.likely();
  }

  /** The middle between the bounds of the lead over another label at a vertex. */
  double leadMiddle(int other, int vertex) {
    return leads.middle(other, vertex);
  }

  /** Half the distance of these bounds. */
  double leadHalf(int other, int vertex) {
    return leads.half(other, vertex);
  }

  /** Whether nothing moves that the logits depend on, so that they are those of the image. */
  public boolean isStill() {
    return state.size == 0;
  }

  /** Whether no clip bends within the simplex, so that the network is affine on it. */
  public boolean isAffine() {
    return affine;
  }
}

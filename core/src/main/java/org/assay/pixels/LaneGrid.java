package org.assay.pixels;

import java.util.Arrays;
import java.util.Optional;
import org.assay.bounds.BoundedNetwork;
import org.assay.bounds.SimplexBounds;
import org.assay.eval.BiasOrder;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Network;
import org.assay.network.Tensor;
import org.assay.query.PixelDomain;

/**
 * The labels that a network gives an image in its own element type and one order of additions when
 * one position takes each of the 256 values of an 8-bit image.
 *
 * <p>Method: bounds that hold for the rounding of this arithmetic show that a label leads on a
 * range of values, or the range is halved; single values that stay open are run. Guarantee: exactly
 * the labels of 256 runs. Cost: that of one enclosure where nothing changes. For one thread.
 */
public final class LaneGrid {

  private final SimplexBounds bounds;
  private final double[] grid;
  private final int label;
  private final double[][] corners = new double[2][1];
  private long runs;

  /**
   * Opens an image.
   *
   * @throws ArithmeticException if its own run overflows
   */
  public LaneGrid(BoundedNetwork network, Tensor image, BiasOrder order) {
    this.bounds = SimplexBounds.lane(network, image, order);
    this.grid = Ticks.grid(network.network().elementType(), PixelDomain.UNIT);
    this.label = OrderedSemantics.label(bounds.logits());
  }

  /** The label of the image itself. */
  public int label() {
    return label;
  }

  /** The bounds of this lane. */
  public SimplexBounds bounds() {
    return bounds;
  }

  /** How many values were run one by one. */
  public long runs() {
    return runs;
  }

  /** The 8-bit values as members of the element type, ascending. */
  public static Rational[] values(Network network) {
    return Arrays.stream(Ticks.grid(network.elementType(), PixelDomain.UNIT))
        .mapToObj(Rational::of)
        .toArray(Rational[]::new);
  }

  /**
   * The label at each 8-bit value of a flat position; empty where all are {@link #label}.
   *
   * @throws ArithmeticException if a run overflows
   */
  public Optional<int[]> labels(int position) {
    int[] labels = new int[grid.length];
    fill(new int[] {position}, 0, grid.length - 1, labels);
    return Arrays.stream(labels).allMatch(l -> l == label) ? Optional.empty() : Optional.of(labels);
  }

  private void fill(int[] position, int from, int to, int[] labels) {
    int leader = leader(position, from, to);
    if (leader >= 0) {
      Arrays.fill(labels, from, to + 1, leader);
    } else if (from == to) {
      runs++;
      labels[from] = OrderedSemantics.label(bounds.logits(position[0], grid[from]));
    } else {
      int middle = (from + to) / 2;
      fill(position, from, middle, labels);
      fill(position, middle + 1, to, labels);
    }
  }

  /** The label that certainly leads on a range of values, or -1. */
  private int leader(int[] position, int from, int to) {
    corners[0][0] = grid[from];
    corners[1][0] = grid[to];
    bounds.enclose(position, corners);
    if (bounds.isStill()) {
      return label;
    }
    bounds.leads(label);
    if (bounds.leadsAll()) {
      return label;
    }
    int other = bounds.likely();
    if (other == label) {
      return -1;
    }
    bounds.leads(other);
    return bounds.leadsAll() ? other : -1;
  }
}

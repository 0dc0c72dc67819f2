package org.assay.bounds;

import java.util.List;

/**
 * A box of inputs on which some units are kept on one side of a bend, with the lines, the
 * multipliers and the weights by which its gaps are bounded. Immutable once handed out.
 */
public final class Subproblem {

  private final Enclosure enclosure;
  private final Slopes slopes;
  private final Multipliers multipliers;
  private final double[] weights;

  Subproblem(Enclosure enclosure, Slopes slopes, Multipliers multipliers, double[] weights) {
    this.enclosure = enclosure;
    this.slopes = slopes;
    this.multipliers = multipliers;
    this.weights = weights;
  }

  /** A whole box, aimed at nothing. */
  Subproblem(Enclosure enclosure, Slopes slopes) {
    this(enclosure, slopes, Multipliers.none(), new double[0]);
  }

  public Enclosure enclosure() {
    return enclosure;
  }

  /** The conditions on units. */
  public List<Split> splits() {
    return multipliers.splits;
  }

  Slopes slopes() {
    return slopes;
  }

  Multipliers multipliers() {
    return multipliers;
  }

  /** By how much each gap counts, none negative; the part's own array. */
  double[] weights() {
    return weights;
  }

  /** The same with lines, multipliers and weights of its own. */
  Subproblem copy() {
    return new Subproblem(enclosure, slopes.copy(), multipliers.copy(), weights.clone());
  }

  /** The same for one of some gaps. */
  Subproblem aimed(int gap, int gaps) {
    double[] one = new double[gaps];
    one[gap] = 1;
    return new Subproblem(enclosure, slopes, multipliers, one);
  }

  /** The same within a narrower enclosure. */
  Subproblem within(Enclosure narrower) {
    return new Subproblem(narrower, slopes, multipliers, weights);
  }

  /**
   * The same with the conditions and the weights of another part, all of whose points are meant.
   */
  Subproblem conditioned(Subproblem other) {
    return new Subproblem(enclosure, slopes, other.multipliers, other.weights);
  }

  /** The part of this on which a further unit is kept on one side of a bend. */
  public Subproblem with(Split split) {
    return new Subproblem(enclosure.with(split), slopes, multipliers.with(split), weights);
  }
}

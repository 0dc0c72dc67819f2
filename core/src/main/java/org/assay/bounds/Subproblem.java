package org.assay.bounds;

import java.util.List;

/**
 * A box of inputs on which some units are kept on one side of a bend, with the lines and the
 * multipliers by which its leads are bounded. Immutable once handed out.
 */
public final class Subproblem {

  private final Enclosure enclosure;
  private final Slopes slopes;
  private final Multipliers multipliers;

  Subproblem(Enclosure enclosure, Slopes slopes, Multipliers multipliers) {
    this.enclosure = enclosure;
    this.slopes = slopes;
    this.multipliers = multipliers;
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

  /** The same with lines and multipliers of its own. */
  Subproblem copy() {
    return new Subproblem(enclosure, slopes.copy(), multipliers.copy());
  }

  /** The part of this on which a further unit is kept on one side of a bend. */
  public Subproblem with(Split split) {
    return new Subproblem(enclosure.with(split), slopes, multipliers.with(split));
  }
}

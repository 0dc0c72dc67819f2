package org.assay.pixels;

import java.util.Optional;
import java.util.function.Consumer;
import org.assay.query.Budget;

/**
 * Decides attacks by geometry: doubles with proved errors, and rationals where they cannot tell.
 */
public interface PixelGeometry extends PixelDecider {

  /**
   * Counts all pairs of pixels whose larger rank lies in a range and whose smaller rank is any
   * below it.
   *
   * @param order pixels by rank
   * @param fromRank the least larger rank
   * @param toRank one more than the greatest larger rank
   * @param attackable takes every attackable pair with its checked witness, by its larger and then
   *     by its smaller rank, where it is present
   */
  PairTally tally(
      int[] order,
      int fromRank,
      int toRank,
      Budget.Timer timer,
      Optional<Consumer<PairTally.Ranked>> attackable);

  /** How many pixels and single pairs doubles decided. */
  long filtered();

  /** How many pixels and single pairs needed rationals; tallies count theirs themselves. */
  long rationalFallbacks();
}

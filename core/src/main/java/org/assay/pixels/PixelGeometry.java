package org.assay.pixels;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assay.bounds.BoundedNetwork;
import org.assay.query.Budget;
import org.assay.query.Scope;

/**
 * Decides attacks by geometry: doubles with proved errors, and rationals where they cannot tell.
 */
public interface PixelGeometry extends PixelDecider {

  /**
   * The geometry for the scope of an image.
   *
   * @param network the image's, asked for in full scope only
   */
  static PixelGeometry of(AskedImage image, Supplier<BoundedNetwork> network) {
    return image.terms().scope() == Scope.FULL
        ? new FullGeometry(image, network.get())
        : new PatternGeometry(image);
  }

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

  /** How many lines of one pixel's values bounds ruled out as a whole; 0 in pattern scope. */
  default long pruned() {
    return 0;
  }

  /** How many lines were cut into parts and walked; 0 in pattern scope. */
  default long walked() {
    return 0;
  }
}

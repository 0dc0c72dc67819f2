package org.assay.triggers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one pixel does to the labels of images in one arithmetic. Tallies of different images add
 * up; what they tell does not depend on the order. Holds the flips alone, so that a pixel that
 * flips nothing costs nothing.
 */
public final class PixelTally {

  private final List<Flip> flips = new ArrayList<>();

  /** Counts a flip; the flips of one image must not meet. */
  public void add(Flip flip) {
    flips.add(flip);
  }

  /** Counts all flips of another tally, of other images. */
  public void add(PixelTally other) {
    flips.addAll(other.flips);
  }

  /** How many images some value of the pixel flips. */
  public int images() {
    return Math.toIntExact(flips.stream().mapToInt(Flip::image).distinct().count());
  }

  /**
   * The values that flip the most images at once: of several such ranges the widest, of equally
   * wide ones the lowest; empty where nothing flips.
   */
  public Optional<FlippingRange> most() {
    return Sweep.most(flips);
  }
}

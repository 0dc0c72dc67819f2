package org.assay.numerics;

import java.util.List;

/**
 * A unit, what was found out about it, and how suspicious that is.
 *
 * @param layer index of its layer in the network
 * @param row of the unit in its layer, flat
 * @param terms products of its sum whose weight is not zero
 * @param images the figures of the images
 * @param lost rounding / passed on the images: from 1 on rounding can exceed all that the unit ever
 *     passes on
 * @param carried the greatest share that its rounding, weighted, has of the magnitudes that some
 *     unit adds up which reads it; of an output, of the greatest output
 * @param box the same figures over the box of inputs
 * @param chain greatest product of weights along a chain that ends here
 * @param otherChain the greatest that comes in by another term
 * @param score a finding from 1 on, of ROUNDING or BOX
 * @param findings what makes it one
 */
public record RankedUnit(
    int layer,
    int row,
    int terms,
    UnitFigures images,
    double lost,
    double carried,
    Box box,
    double chain,
    double otherChain,
    double score,
    List<Finding> findings) {

  public RankedUnit {
    findings = List.copyOf(findings);
  }

  /** Why a unit is one at which rounding decides. */
  public enum Finding {
    /** On the images its rounding exceeds all that it passes on, and matters to who reads it. */
    ROUNDING,
    /** So it does by interval bounds over the box. */
    BOX,
    /** Two chains meet whose products exceed what the element type can hold beside 1. */
    CHAINS
  }

  /**
   * What interval bounds say of a unit over a box of inputs; as the figures of images.
   *
   * @param magnitude greatest sum of the magnitudes of products and bias
   */
  public record Box(double rounding, double passed, double magnitude, double lost, double carried) {

    /** How much larger the terms are than what is passed on; infinite where that is nothing. */
    public double cancellation() {
      return UnitFigures.quotient(magnitude, passed);
    }
  }

  /** Whether it is a finding. */
  public boolean isFinding() {
    return !findings.isEmpty();
  }
}

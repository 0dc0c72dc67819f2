package org.assay.numerics;

import java.io.Serializable;

/**
 * What the sums of one unit were on some images. Figures of other images are added by {@link
 * #plus}, in any order.
 *
 * @param unit its number among the units of all linear layers, from 0
 * @param images how many were run
 * @param rounding greatest of how far two orders of additions of the exact inputs, in the element
 *     type, can be apart from the exact sum, as far as the activation lets it through
 * @param passed greatest magnitude of what the activation makes of the exact sum
 * @param magnitude greatest sum of the magnitudes of all products and the bias
 * @param cancellation greatest quotient of that and the exact sum's magnitude; infinite where the
 *     exact sum of terms that are not all zero is zero
 * @param cancellationImage the first image that has it; -1 for none
 * @param phaseOpen images on which rounding can move the sum into another phase
 * @param phaseSeen images on which two of the tried orders do
 * @param labelSeen images to which the network gives another label when this unit alone is computed
 *     in another one of the tried orders
 * @param labelImage the first of these; -1 for none
 */
public record UnitFigures(
    int unit,
    long images,
    double rounding,
    double passed,
    double magnitude,
    double cancellation,
    int cancellationImage,
    long phaseOpen,
    long phaseSeen,
    long labelSeen,
    int labelImage)
    implements Serializable {

  /** The figures of a unit that was run on no image. */
  public static UnitFigures none(int unit) {
    return new UnitFigures(unit, 0, 0, 0, 0, 0, -1, 0, 0, 0, -1);
  }

  /** The figures of both sets of images together. */
  public UnitFigures plus(UnitFigures other) {
    int compared = Double.compare(cancellation, other.cancellation);
    int first = first(cancellationImage, other.cancellationImage);
    return new UnitFigures(
        unit,
        images + other.images,
        Math.max(rounding, other.rounding),
        Math.max(passed, other.passed),
        Math.max(magnitude, other.magnitude),
        Math.max(cancellation, other.cancellation),
        compared > 0 ? cancellationImage : compared < 0 ? other.cancellationImage : first,
        phaseOpen + other.phaseOpen,
        phaseSeen + other.phaseSeen,
        labelSeen + other.labelSeen,
        first(labelImage, other.labelImage));
  }

  /** One magnitude by another; 0 by anything is 0, and what is infinite stays so. */
  static double quotient(double one, double other) {
    return one == 0 || Double.isInfinite(one) ? one : one / other;
  }

  /** The lesser of two images; the other one where one is -1. */
  private static int first(int one, int other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }
}

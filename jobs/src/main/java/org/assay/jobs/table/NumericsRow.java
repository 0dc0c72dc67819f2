package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code numerics}: one row a unit of a linear layer, the one at which rounding decides most
 * first. Rounding is that of the unit's own sum, its inputs being exact.
 *
 * @param rank from 1
 * @param layer index of the unit's layer in the network
 * @param unit flat position in that layer
 * @param terms products of its sum whose weight is not zero
 * @param findings why rounding decides here: ROUNDING, BOX, CHAINS; empty for most units
 * @param score a finding ROUNDING or BOX from 1 on
 * @param images how many were run; without any, what is about images is null
 * @param rounding greatest of how far two orders of additions can be apart from the exact sum, as
 *     far as the activation lets it through
 * @param passed greatest magnitude of what the activation makes of the exact sum
 * @param magnitude greatest sum of the magnitudes of all products and the bias
 * @param cancellation greatest quotient of that and the exact sum's magnitude on one image
 * @param cancellationImage the first image that has it; null where all sums are zero without terms
 * @param lost rounding by passed
 * @param carried greatest share of rounding in what a unit adds up that reads this one
 * @param phaseOpen images on which rounding can move the sum into another phase
 * @param phaseSeen images on which two of the tried orders do
 * @param labelSeen images whose label changes when this unit alone is computed in another order
 * @param labelImage the first of these; null for none
 * @param boxRounding as rounding, by interval bounds over the box of inputs; likewise the others
 * @param chain greatest product of magnitudes of weights along a chain that ends here
 * @param otherChain the greatest that comes in by another term
 */
public record NumericsRow(
    int rank,
    int layer,
    int unit,
    int terms,
    List<String> findings,
    double score,
    long images,
    @Nullable Double rounding,
    @Nullable Double passed,
    @Nullable Double magnitude,
    @Nullable Double cancellation,
    @Nullable Integer cancellationImage,
    @Nullable Double lost,
    @Nullable Double carried,
    @Nullable Long phaseOpen,
    @Nullable Long phaseSeen,
    @Nullable Long labelSeen,
    @Nullable Integer labelImage,
    double boxRounding,
    double boxPassed,
    double boxMagnitude,
    double boxCancellation,
    double boxLost,
    double boxCarried,
    double chain,
    double otherChain) {

  public NumericsRow {
    findings = List.copyOf(findings);
  }
}

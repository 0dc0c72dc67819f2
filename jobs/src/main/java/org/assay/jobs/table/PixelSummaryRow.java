package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code pixel_summary}: one row an image and question: how many of its pixels or pairs are
 * attackable.
 *
 * @param count free pixels: 1 or 2
 * @param scope PATTERN or FULL
 * @param inputs REAL or GRID
 * @param pairs which pairs: all, top:K; null for single pixels
 * @param metric that ranks the pixels
 * @param label true label; predicted: the network's
 * @param units pixels or pairs looked at
 * @param attackable of these Violated; likewise undecided; the others are Robust
 * @param newAttacks attackable pairs of which neither pixel is attackable alone; 0 for pixels
 * @param labels reachable wrong labels, ascending
 * @param perLabel attackable pixels or pairs for label 0, 1, ...
 * @param participation how many attackable pairs pixel 0, 1, ... takes part in; for single pixels 1
 *     or 0
 * @param firstPixel smallest attackable pixel (Table II); null for pairs or where none
 * @param exploreAbs smallest number of best pixels to look at until an attack is found (Tables V
 *     and VI); for pairs only the run's metric is filled
 * @param first the first attackable pixel or pair by rank; likewise second, and the witness
 */
public record PixelSummaryRow(
    int image,
    int count,
    String scope,
    String inputs,
    @Nullable String pairs,
    String metric,
    int label,
    int predicted,
    long units,
    long attackable,
    long undecided,
    long newAttacks,
    List<Integer> labels,
    List<Long> perLabel,
    List<Long> participation,
    @Nullable Integer firstPixel,
    @Nullable Integer exploreAbs,
    @Nullable Integer exploreCo,
    @Nullable Integer exploreCoi,
    @Nullable Integer first,
    @Nullable Integer second,
    @Nullable Integer witnessLabel,
    @Nullable String firstWitness,
    @Nullable String secondWitness,
    @Nullable String witnessKind) {}

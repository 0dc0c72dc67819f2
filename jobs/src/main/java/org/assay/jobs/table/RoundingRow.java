package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code rounding}: one row a number of bits to which weights and biases were cut, and one of
 * the network as it stands with bits null.
 *
 * @param bits explicit bits kept of each significand; null for all
 * @param networkHash content hash of the network with so many bits
 * @param images how many were run
 * @param correct of these, how many are predicted right
 * @param accuracy correct / images
 * @param changed images that get another label than from the network as it stands
 * @param patchVerdict of the question about a patch that was put to the network with so many bits,
 *     as in {@code patches}; null, as the others, where none was
 * @param patchReason why its bracket is not closed, or there is none; null where it is
 * @param patchSize the exact size of the patch, {@code p/q}; null without one. Beside it the least
 *     double that is not below
 * @param patchSeconds wall clock
 * @param patchSecondsToPatch of these until the first checked patch was there; null without one
 */
public record RoundingRow(
    @Nullable Integer bits,
    String networkHash,
    long images,
    long correct,
    double accuracy,
    long changed,
    @Nullable String patchVerdict,
    @Nullable String patchReason,
    @Nullable String patchSize,
    @Nullable Double patchSizeDouble,
    @Nullable Double patchSeconds,
    @Nullable Double patchSecondsToPatch) {}

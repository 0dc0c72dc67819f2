package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code patch_accuracy}: one row a network before or after a patch and true label that
 * occurs, and one a network over all images.
 *
 * @param question whose patch it is, as in {@code patches}; null for an unpatched network
 * @param variant ORIGINAL, PATCHED, QUANTISED or QUANTISED_PATCHED
 * @param quantised explicit bits to which weights and biases were cut; null where they were not
 * @param networkHash content hash of the network that was run
 * @param label the true label; null for all images
 * @param images how many have it
 * @param correct of these, predicted right
 * @param accuracy correct / images
 */
public record PatchAccuracyRow(
    @Nullable Integer question,
    String variant,
    @Nullable Integer quantised,
    String networkHash,
    @Nullable Integer label,
    long images,
    long correct,
    double accuracy) {}

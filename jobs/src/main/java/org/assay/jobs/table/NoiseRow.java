package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code noise}: one row a perturbed copy of a network, and one of the network in float64 as
 * it stands, with epsilon 0.
 *
 * @param epsilon the largest relative change of a weight or bias
 * @param sample which copy, from 0; with the run's seed and epsilon it makes the copy again
 * @param networkHash content hash of the copy
 * @param parameters weights and biases
 * @param moved of these, how many are another number in the copy
 * @param movedInFloat32 how many would be one in float32
 * @param images how many were run
 * @param correct of these, how many are predicted right
 * @param accuracy correct / images
 * @param changed images that get another label than from the network as it stands
 * @param radius {@code p/q}; null where robustness was not asked about; likewise what follows
 * @param robustnessRun the run that decided it
 * @param asked images that were asked about
 * @param violated of these, misclassified ones among them
 * @param undecided of these
 */
public record NoiseRow(
    double epsilon,
    long sample,
    String networkHash,
    long parameters,
    long moved,
    long movedInFloat32,
    long images,
    long correct,
    double accuracy,
    long changed,
    @Nullable String radius,
    @Nullable String robustnessRun,
    @Nullable Long asked,
    @Nullable Long violated,
    @Nullable Long undecided) {}

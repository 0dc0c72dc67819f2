package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * {@link Tables#FIGURES}: one row a figure of a run of a plan, counted when the plan was done, so
 * that the figures of many nights can be held against each other.
 *
 * @param plan where it was read from
 * @param started of the run that the figure is of: UTC, ISO 8601
 * @param figure as gates name it, such as {@code accuracy}
 * @param question in a few words; of several radii with one of them
 * @param network where it was read from, and to how many bits it was cut
 * @param networkHash its content hash
 * @param images where they were read from, and which of them
 * @param unit what is counted: images, pixels, pairs or instances
 * @param least how many of them there are at least; likewise most. They differ where some are
 *     undecided
 * @param whole of how many
 * @param low lower end of the Clopper-Pearson interval; null where units are no sample
 * @param high its upper end, likewise
 * @param measured id of the run that the figure is of
 */
public record FigureRow(
    String plan,
    String started,
    String figure,
    String question,
    String network,
    String networkHash,
    String images,
    String unit,
    long least,
    long most,
    long whole,
    @Nullable Double low,
    @Nullable Double high,
    String measured) {}

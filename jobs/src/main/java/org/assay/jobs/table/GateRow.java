package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * One row a gate of a plan and a run that has its figure, with the numbers that the answer rests on
 * (the table of their name, in the plural).
 *
 * @param plan where it was read from
 * @param place of the gate in it
 * @param gate as the plan says it
 * @param holds whether it does
 * @param part the count that the gate looks at, where it is not known the end that is worse for the
 *     gate
 * @param whole of how many
 * @param value part / whole, the nearest double; null for none of none
 * @param bound exact, {@code p/q}
 * @param low lower end of the Clopper-Pearson interval of the figure; null where units are no
 *     sample
 * @param high its upper end, likewise
 * @param question in a few words; of several radii with one of them
 * @param network where it was read from, and to how many bits it was cut
 * @param networkHash its content hash
 * @param images where they were read from, and which of them
 * @param measured id of the run that the figure is of
 * @param earlier id of the run that it was held against; null where there is none, and where none
 *     is needed
 * @param remark what else is to be known, for people
 */
public record GateRow(
    String plan,
    String place,
    String gate,
    boolean holds,
    long part,
    long whole,
    @Nullable Double value,
    String bound,
    @Nullable Double low,
    @Nullable Double high,
    String question,
    String network,
    String networkHash,
    String images,
    String measured,
    @Nullable String earlier,
    @Nullable String remark) {}

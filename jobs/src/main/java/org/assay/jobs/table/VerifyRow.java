package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code verify}: one row an instance, that is a network with a property that it must not
 * bring about.
 *
 * @param row position in the list of instances, from 1
 * @param network where it was read from; likewise the property
 * @param networkHash its content hash (SHA-256, hexadecimal); null where it could not be read
 * @param propertyHash SHA-256 of its file, unpacked; null where it could not be read
 * @param cases of the property; null where it could not be read
 * @param verdict Holds, Violated or Undecided; null where nothing could be asked
 * @param answer as the competition of verifiers puts it: sat, unsat, unknown, timeout or error
 * @param arithmetic of the verdict: EXACT, ANY_ORDER, ORDERED, BIAS_FIRST or a sort of floats; null
 *     without one
 * @param inputs of the verdict: REAL, FLOAT or a sort of floats; null without one
 * @param proof of Holds: BOUNDS, UNSAT or EXHAUSTED
 * @param reason of Undecided
 * @param detail of Undecided, or why nothing could be asked
 * @param method what decided, or was at it last
 * @param seconds wall clock, reading left out
 * @param timeout in seconds
 * @param input of Violated: the witness, where all its values are of the element type
 * @param inputExact the witness otherwise, {@code p/q} with commas between
 * @param outputExact of the witness in the verdict's arithmetic, {@code p/q} with commas between
 * @param output of the witness in ORDERED arithmetic, where it can be run in it
 * @param float32Replay of Violated: HOLDS, FAILS or NONE
 */
public record VerifyRow(
    int row,
    String network,
    @Nullable String networkHash,
    String property,
    @Nullable String propertyHash,
    @Nullable Integer cases,
    @Nullable String verdict,
    String answer,
    @Nullable String arithmetic,
    @Nullable String inputs,
    @Nullable String proof,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String method,
    double seconds,
    double timeout,
    List<Double> input,
    @Nullable String inputExact,
    @Nullable String outputExact,
    List<Double> output,
    @Nullable String float32Replay) {}

package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code pixel_attacks}: one row a pixel that is Robust or Undecided, where it is Violated,
 * in pattern scope one row a pixel and reachable wrong label, in full scope one row a pixel and
 * interval of values with one wrong label.
 *
 * @param pixel {@code row * columns + column}
 * @param channel the one channel that is free; null when all are
 * @param scope PATTERN or FULL
 * @param inputs REAL or GRID
 * @param verdict Robust, Violated or Undecided
 * @param proof of a Robust row: GEOMETRY, EXHAUSTED or UNSAT
 * @param reason of an Undecided row; likewise detail
 * @param tie of a Robust row: the largest margin is exactly zero
 * @param method GEOMETRY or SMT
 * @param rational whether the float filter could not tell, so that rationals decided
 * @param rankAbs the pixel's rank by each metric, from 0; -1 where deciding crashed
 * @param predicted the predicted label
 * @param label the wrong label that is reached
 * @param low least value of the interval that reaches it, {@code p/q}; beside it the double rounded
 *     down, and whether the end itself reaches it; likewise high, rounded up
 * @param infimum of abs(change) over that interval, {@code p/q}; beside it rounded down
 * @param floatChange smallest abs(change) to a float32 value of the interval, checked
 * @param witness value of the pixel, {@code p/q}; of several channels each, with commas between
 * @param witnessKind FLOAT or RATIONAL
 * @param witnessOrderedLabel what ORDERED arithmetic says of a FLOAT witness
 */
public record PixelAttackRow(
    int image,
    int pixel,
    int row,
    int column,
    @Nullable Integer channel,
    String scope,
    String inputs,
    String verdict,
    @Nullable String proof,
    @Nullable String reason,
    @Nullable String detail,
    boolean tie,
    String method,
    boolean rational,
    int rankAbs,
    int rankCo,
    int rankCoi,
    int predicted,
    @Nullable Integer label,
    @Nullable String low,
    @Nullable Double lowDouble,
    @Nullable Boolean lowClosed,
    @Nullable String high,
    @Nullable Double highDouble,
    @Nullable Boolean highClosed,
    @Nullable String infimum,
    @Nullable Double infimumDouble,
    @Nullable Double floatChange,
    @Nullable String witness,
    @Nullable String witnessKind,
    @Nullable Integer witnessOrderedLabel) {}

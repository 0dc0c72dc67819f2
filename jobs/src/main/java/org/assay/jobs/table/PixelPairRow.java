package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code pixel_pairs}: one row an attackable or undecided pair of pixels. Pairs that were
 * looked at and are not here are Robust; {@code pixel_summary} counts them.
 *
 * @param first the pixel of better rank
 * @param second the other
 * @param firstRank rank by the run's metric, from 0
 * @param scope PATTERN or FULL
 * @param inputs REAL or GRID
 * @param verdict Violated or Undecided
 * @param newAttack neither pixel is attackable alone
 * @param labels reachable wrong labels, ascending
 * @param method GEOMETRY or SMT
 * @param rational whether the float filter could not tell
 * @param label the label at the witness, exact
 * @param firstWitness the first pixel's value at the witness, {@code p/q}; likewise the second's
 * @param witnessKind FLOAT or RATIONAL
 * @param witnessOrderedLabel what ORDERED arithmetic says of a FLOAT witness
 */
public record PixelPairRow(
    int image,
    int first,
    int second,
    int firstRank,
    int secondRank,
    String scope,
    String inputs,
    String verdict,
    @Nullable String reason,
    @Nullable String detail,
    boolean newAttack,
    List<Integer> labels,
    String method,
    boolean rational,
    int predicted,
    @Nullable Integer label,
    @Nullable String firstWitness,
    @Nullable String secondWitness,
    @Nullable String witnessKind,
    @Nullable Integer witnessOrderedLabel) {}

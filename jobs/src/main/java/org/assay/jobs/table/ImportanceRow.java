package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code importance}: one row a pixel of an image (DeepCheckImp, section IV-B).
 *
 * @param pixel {@code row * columns + column}
 * @param coefficient of the pixel in the predicted label's logit, nearest double (summed over
 *     channels for colour)
 * @param coefficientExact the same as {@code p/q}; null unless exact mode was asked for
 * @param abs score abs(C); likewise {@code co}: C, and {@code coi}: C * x; null where not asked for
 * @param rankAbs place by descending score from 0, ties by pixel; null where not asked for
 */
public record ImportanceRow(
    int image,
    int pixel,
    int row,
    int column,
    double coefficient,
    @Nullable String coefficientExact,
    @Nullable Double abs,
    @Nullable Double co,
    @Nullable Double coi,
    @Nullable Integer rankAbs,
    @Nullable Integer rankCo,
    @Nullable Integer rankCoi) {}

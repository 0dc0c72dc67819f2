package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code trigger_evidence}: one row an image that a TRIGGER flips, for the first images of
 * each.
 *
 * @param pixel {@code row * columns + column}
 * @param arithmetic EXACT, BIAS_LAST or BIAS_FIRST
 * @param predicted the label of the image itself in that arithmetic
 * @param label that the pixel gives it
 * @param original the pixel's own value, {@code p/q}
 * @param verdict Violated, or Undecided where the check did not confirm the flip
 * @param reason of an Undecided row; likewise detail
 * @param witness value of the pixel within the trigger's range that was run again, {@code p/q};
 *     beside it the nearest double
 * @param witnessKind FLOAT or RATIONAL
 */
public record TriggerEvidenceRow(
    int pixel,
    int channel,
    int row,
    int column,
    String arithmetic,
    int image,
    int predicted,
    int label,
    String original,
    String verdict,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String witness,
    @Nullable Double witnessDouble,
    @Nullable String witnessKind) {}

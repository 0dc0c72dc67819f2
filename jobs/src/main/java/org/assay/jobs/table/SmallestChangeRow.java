package org.assay.jobs.table;

/**
 * Table {@code smallest_changes}: one row an image and pixel that flips its label, in EXACT
 * arithmetic over all activation patterns. Pixels that are not here flip nothing.
 *
 * @param pixel {@code row * columns + column}
 * @param predicted the label of the image itself
 * @param label that the smallest change gives it
 * @param infimum of abs(change) over all values that flip the label, {@code p/q}; beside it rounded
 *     down
 * @param attained whether a change of that size flips the label
 */
public record SmallestChangeRow(
    int image,
    int pixel,
    int channel,
    int row,
    int column,
    int predicted,
    int label,
    String infimum,
    double infimumDouble,
    boolean attained) {}

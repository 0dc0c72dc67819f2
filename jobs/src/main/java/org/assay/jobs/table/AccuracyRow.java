package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code accuracy}: one row a true label, and one over all with label null.
 *
 * @param label the true label; null for all images
 * @param images how many have it
 * @param correct of these, how many are predicted right
 * @param accuracy correct / images
 * @param predicted the row of the confusion matrix: how many images of this label got label 0, 1,
 *     ...
 */
public record AccuracyRow(
    @Nullable Integer label, long images, long correct, double accuracy, List<Long> predicted) {}

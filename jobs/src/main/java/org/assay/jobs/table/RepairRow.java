package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code repairs}: one row a true label of the images held out, and one for all of them with
 * label null: how many are right before and after misclassified images were patched right. The
 * patch itself is the row of table {@code patches} of the same run.
 *
 * @param label the true one; null for all
 * @param images held out, of this label
 * @param correctBefore of these, how many the network labels right, in ORDERED arithmetic
 * @param correctAfter likewise by the patched network as written; null where none was written, as
 *     the next columns
 * @param accuracyBefore correctBefore / images; accuracyAfter likewise
 * @param drawdown correctBefore less correctAfter; beside it as a share of the images
 * @param changed images that get another label, right or wrong
 * @param fixImages positions in the data set of the misclassified images
 * @param fixed of these, how many the patched network labels right, in ORDERED arithmetic: all, or
 *     none where none was written
 * @param keep how many images were to keep their labels
 * @param kept of these, how many do, likewise
 * @param verdict Bracket, Impossible or Undecided
 * @param low no patch of this size or smaller exists, proved, exact; null where deciding crashed
 * @param high the exact size of the patch; null without one. Beside it the least double that is not
 *     below
 * @param writtenSize exact size of the patch as written
 * @param reason why the bracket is wider than the precision, or there is none; likewise detail
 * @param writtenHash content hash of the patched network; null where none was written
 */
public record RepairRow(
    @Nullable Integer label,
    long images,
    long correctBefore,
    @Nullable Long correctAfter,
    double accuracyBefore,
    @Nullable Double accuracyAfter,
    @Nullable Long drawdown,
    @Nullable Double drawdownShare,
    @Nullable Long changed,
    List<Integer> fixImages,
    int fixed,
    int keep,
    int kept,
    String verdict,
    @Nullable String low,
    @Nullable String high,
    @Nullable Double highDouble,
    @Nullable String writtenSize,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String writtenHash) {}

package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code implants}: one row an image and keep set, about the image's tamper radius: the
 * smallest change of biases (max norm) that gives the image another label while the set keeps its
 * labels. Its infimum lies between two ends.
 *
 * @param image position in the data set
 * @param label the true one
 * @param predicted the network's label in EXACT arithmetic, which is to flip; -1 where deciding
 *     crashed
 * @param keepSet number of the keep set, from 0
 * @param keepImages positions in the data set
 * @param keepLabels that these have and keep
 * @param to the label asked for; null where any other than the predicted one is
 * @param target the label that the patch gives; null without one
 * @param free how many biases may move
 * @param freeLayers the layers that these belong to
 * @param bound the most that any of them may change, exact
 * @param precision asked for, exact
 * @param verdict Bracket (a checked patch), Impossible (within the bound, proved), Undecided or
 *     Already (the image has the label asked for)
 * @param low no patch of this size or smaller exists, proved, exact; null where Already, or where
 *     deciding crashed. Beside it the greatest double that is not above
 * @param high the exact size of the patch; null without one. Beside it the least double that is not
 *     below
 * @param arithmetic of both ends: EXACT
 * @param reason why the bracket is wider than the precision, or there is none; likewise detail
 * @param method PATTERNS, CASES and SMT joined by +; null where nothing was decided
 * @param parts of branch and bound that were looked at
 * @param seconds wall clock
 * @param timeout in seconds
 * @param reduction content hash of what reduces the images first; null for nothing
 * @param layers of the biases that the patch changes; the next three go with it
 * @param indices output of a dense layer, channel of a convolution
 * @param biases as the network stores them
 * @param changes exact, {@code p/q}
 */
public record ImplantRow(
    int image,
    int label,
    int predicted,
    int keepSet,
    List<Integer> keepImages,
    List<Integer> keepLabels,
    @Nullable Integer to,
    @Nullable Integer target,
    int free,
    List<Integer> freeLayers,
    String bound,
    String precision,
    String verdict,
    @Nullable String low,
    @Nullable Double lowDouble,
    @Nullable String high,
    @Nullable Double highDouble,
    String arithmetic,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String method,
    long parts,
    double seconds,
    double timeout,
    @Nullable String reduction,
    List<Integer> layers,
    List<Integer> indices,
    List<Double> biases,
    List<String> changes) {}

package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code patches}: one row a question, about the smallest change of biases (max norm) that
 * gives some images new labels while others stay. Its infimum lies between two ends.
 *
 * @param question position among the questions of the run, from 1
 * @param quantised explicit bits to which weights and biases were cut before the question was put;
 *     null for the network of the run
 * @param keep how many images are to stay
 * @param change how many are to get new labels
 * @param keepImages positions in the data set; the lists of labels go with the lists of images
 * @param keepLabels that these have and keep; empty where deciding crashed, as the next two
 * @param changeFrom labels before, in the arithmetic of the row
 * @param changeTo labels prescribed
 * @param hold LABEL or OUTPUTS: what images to keep keep
 * @param within how far kept outputs may move, exact; null with LABEL
 * @param free how many biases may move
 * @param freeLayers of these biases; the next two go with it
 * @param freeBounds the most that each may change, exact
 * @param bound the most that any of them may change, exact
 * @param precision asked for, exact
 * @param verdict Bracket (a checked patch), Impossible (within the bound, proved) or Undecided
 * @param low no patch of this size or smaller exists, proved, exact; null where the network does as
 *     it is asked without one, or deciding crashed. Beside it the greatest double that is not above
 * @param high the exact size of the patch; null without one. Beside it the least double that is not
 *     below
 * @param arithmetic of both ends: EXACT; with engine smt over floats ORDERED or the sort, such as
 *     fp:11,11: the network and the images are then rounded to it, and activations too
 * @param reason why the bracket is wider than the precision, or there is none; likewise detail
 * @param method NETWORK; SMT alone by the plain encoding; or PATTERNS, CASES and SMT joined by +;
 *     null where deciding crashed
 * @param parts of branch and bound that were looked at
 * @param seconds wall clock, writing left out
 * @param secondsToPatch of these until the first checked patch was there; null without one
 * @param secondsToTenth until the ends were first within a tenth of the high one; null where they
 *     never were
 * @param timeout in seconds
 * @param reduction content hash of what reduces the images first; null for nothing
 * @param layers of the biases that the patch changes; the next three go with it
 * @param indices output of a dense layer, channel of a convolution
 * @param biases as the network stores them, over floats rounded to them
 * @param changes exact, {@code p/q}
 * @param writtenBits explicit bits of written significands; null over floats, where nothing is
 *     written, as of the next columns
 * @param writtenSize exact size of the patch as written; null where none was. Beside it the least
 *     double that is not below
 * @param writtenExact images that do as is asked with the written biases, in EXACT arithmetic
 * @param writtenOrdered likewise in ORDERED arithmetic
 * @param writtenLayers of the biases that differ; the next two go with it
 * @param writtenBiases the new biases, exact
 * @param writtenHash content hash of the patched network
 * @param proof folder of what others can check of an Impossible row; null where none was asked for.
 *     The others with it
 * @param proofDecided BOUNDS (ranges alone), Z3 (on the remaining query) or BRANCHING (the branch
 *     and bound of this program alone)
 * @param proofUnits units of all examples
 * @param proofRemoved units of one phase within the bound
 * @param proofBytes length of Z3's own proof; null where there is none
 * @param proofNote why there is none; null where there is one
 */
public record PatchRow(
    int question,
    @Nullable Integer quantised,
    int keep,
    int change,
    List<Integer> keepImages,
    List<Integer> keepLabels,
    List<Integer> changeImages,
    List<Integer> changeFrom,
    List<Integer> changeTo,
    String hold,
    @Nullable String within,
    int free,
    List<Integer> freeLayers,
    List<Integer> freeIndices,
    List<String> freeBounds,
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
    @Nullable Double secondsToPatch,
    @Nullable Double secondsToTenth,
    double timeout,
    @Nullable String reduction,
    List<Integer> layers,
    List<Integer> indices,
    List<Double> biases,
    List<String> changes,
    @Nullable Integer writtenBits,
    @Nullable String writtenSize,
    @Nullable Double writtenSizeDouble,
    @Nullable Integer writtenExact,
    @Nullable Integer writtenOrdered,
    List<Integer> writtenLayers,
    List<Integer> writtenIndices,
    List<Double> writtenBiases,
    @Nullable String writtenHash,
    @Nullable String proof,
    @Nullable String proofDecided,
    @Nullable Integer proofUnits,
    @Nullable Integer proofRemoved,
    @Nullable Long proofBytes,
    @Nullable String proofNote) {}

package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code distance}: one row an image, about the smallest change (L-infinity) that leads from
 * the predicted label to a goal. Its infimum lies between two ends.
 *
 * @param label the true label
 * @param predicted the predicted label; -1 where the run overflows or deciding crashed
 * @param goal ANY (other than the predicted label), TRUE, or a label
 * @param target the label to be reached; null for any
 * @param outcome Bracketed (as narrow as the precision), Never (no input of the domain does it),
 *     Already (the predicted label is the target), Open (a wider bracket, with a reason) or
 *     Undecided (nothing is known, with a reason)
 * @param low no change of this size or smaller does it, exact, {@code p/q}; null where nothing is
 *     proved. Beside it the greatest double that is not above
 * @param proof of the low end: BOUNDS or EXHAUSTED
 * @param high the exact size of the witness's change; null where none was found. Beside it the
 *     least double that is not below
 * @param precision asked for, exact
 * @param arithmetic of both ends: EXACT
 * @param inputs of both ends: REAL
 * @param reason why the bracket is not narrower, or there is none; likewise detail
 * @param method what found the ends, joined by +
 * @param seconds wall clock of this run
 * @param domain lo:hi of every value; null for none
 * @param reduction content hash of what reduces the image first; null for nothing
 * @param question hash of network, reduction, image, labels and domain; rows of the same one narrow
 *     each other
 * @param origin the reduced image, the question's own input; empty without a reduction
 * @param witness a FLOAT witness, all its values; empty for others
 * @param witnessExact a RATIONAL witness, all its values {@code p/q} with commas between
 * @param witnessKind FLOAT or RATIONAL
 * @param witnessLabel the label at the witness
 * @param witnessOrderedLabel what ORDERED arithmetic says of a FLOAT witness
 * @param pixels of the image; empty where nothing was asked
 * @param reducedPixels the reduced image as a picture, if it has a witness; else empty
 * @param perturbedPixels the witness as a picture; likewise
 */
public record DistanceRow(
    int image,
    int label,
    int predicted,
    String goal,
    @Nullable Integer target,
    String outcome,
    @Nullable String low,
    @Nullable Double lowDouble,
    @Nullable String proof,
    @Nullable String high,
    @Nullable Double highDouble,
    String precision,
    String arithmetic,
    String inputs,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String method,
    double seconds,
    @Nullable String domain,
    @Nullable String reduction,
    @Nullable String question,
    List<Float> origin,
    List<Float> witness,
    @Nullable String witnessExact,
    @Nullable String witnessKind,
    @Nullable Integer witnessLabel,
    @Nullable Integer witnessOrderedLabel,
    List<Float> pixels,
    List<Float> reducedPixels,
    List<Float> perturbedPixels) {}

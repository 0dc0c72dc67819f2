package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code attacks}: one row an image and radius of a run, with what a heuristic attack on it
 * came to. No row says that an image is robust.
 *
 * @param label the true label
 * @param predicted the predicted label; -1 where the run overflows or the attack crashed
 * @param radius exact, {@code p/q}; beside it the nearest double
 * @param method PGD or BB
 * @param stepsAsked how many steps along gradients the attack might take
 * @param outcome FOUND, NOT_FOUND or NOT_ATTACKED
 * @param reason of a row that was not attacked: OUT_OF_DOMAIN, OVERFLOW, or CRASHED with its detail
 * @param success whether the outcome is FOUND
 * @param lastSuccess whether the point at which the attack ended has another label
 * @param steps along gradients until the witness was met; where none was, those that were taken
 * @param distance of the witness from the image in the L-infinity norm
 * @param witness all its values; empty where no point with another label was met
 * @param witnessLabel its label in ORDERED arithmetic
 * @param witnessExactLabel its label in EXACT arithmetic
 */
public record AttackRow(
    int image,
    int label,
    int predicted,
    String radius,
    double radiusDouble,
    String method,
    int stepsAsked,
    String outcome,
    @Nullable String reason,
    boolean success,
    boolean lastSuccess,
    int steps,
    @Nullable Double distance,
    List<Float> witness,
    @Nullable Integer witnessLabel,
    @Nullable Integer witnessExactLabel) {}

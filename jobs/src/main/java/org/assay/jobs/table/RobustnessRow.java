package org.assay.jobs.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code robustness}: one row an image and radius of a run, about the true label; which of
 * several counts, {@link RobustnessAnswers} says.
 *
 * @param label the true label
 * @param predicted the predicted label; -1 where the run overflows or deciding crashed
 * @param radius exact, {@code p/q}; beside it the nearest double
 * @param verdict Robust, Violated or Undecided
 * @param arithmetic of the verdict: EXACT or ANY_ORDER; of the solver's over floats ORDERED, or its
 *     sort
 * @param inputs of the verdict: REAL, FLOAT or GRID; of the solver's over other floats its sort
 * @param proof of a Robust row: BOUNDS, EXHAUSTED or UNSAT
 * @param reason of an Undecided row; likewise detail
 * @param method what decided, or was at it last: IMAGE, BOUNDS, ATTACK, LINES, CASES, MEMBERS or
 *     SMT
 * @param seconds wall clock
 * @param marginLow no more than the least lead of the true label in the ball; null where none was
 *     proved
 * @param witness a FLOAT witness, all its values; empty for others
 * @param witnessExact a RATIONAL witness, all its values {@code p/q} with commas between
 * @param witnessKind FLOAT or RATIONAL
 * @param witnessLabel the label at the witness, in the row's arithmetic
 * @param witnessOrderedLabel what ORDERED arithmetic says of a FLOAT witness
 */
public record RobustnessRow(
    int image,
    int label,
    int predicted,
    String radius,
    double radiusDouble,
    String verdict,
    String arithmetic,
    String inputs,
    @Nullable String proof,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String method,
    double seconds,
    @Nullable Double marginLow,
    List<Float> witness,
    @Nullable String witnessExact,
    @Nullable String witnessKind,
    @Nullable Integer witnessLabel,
    @Nullable Integer witnessOrderedLabel) {}

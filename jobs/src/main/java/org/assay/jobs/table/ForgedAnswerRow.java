package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code forged_answers}: one row a forged network and arithmetic, with what {@code verify}
 * answers beside what is true.
 *
 * @param place in the suite, from 0
 * @param layers of its disguise; 0 for none
 * @param arithmetic EXACT, BIAS_LAST or BIAS_FIRST
 * @param truth sat or unsat, as stored with the network
 * @param verdict Holds, Violated or Undecided
 * @param outcome RIGHT, WRONG or UNDECIDED
 * @param reason of Undecided, with its detail
 * @param method what decided, or was at it last
 * @param seconds wall clock of deciding, making and reading left out
 */
public record ForgedAnswerRow(
    int place,
    int layers,
    String arithmetic,
    String truth,
    String verdict,
    String outcome,
    @Nullable String reason,
    @Nullable String method,
    double seconds) {}

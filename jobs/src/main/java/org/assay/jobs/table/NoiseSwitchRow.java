package org.assay.jobs.table;

import org.jspecify.annotations.Nullable;

/**
 * Table {@code noise_switches}: one row a perturbed copy of a forged switch, with what {@code
 * verify} answers about its property in three arithmetics.
 *
 * @param place of the switch in its suite, from 0
 * @param layers of its disguise; 0 for none
 * @param omega the large weight
 * @param epsilon the largest relative change of a weight or bias
 * @param sample which copy; with the run's seed and epsilon it makes the copy again
 * @param networkHash content hash of the copy
 * @param exact verdict in EXACT: Holds, Violated or Undecided
 * @param biasLast verdict in doubles, bias last
 * @param biasFirst verdict in doubles, bias first
 * @param outcome OFF, REVEALED, HIDDEN or UNDECIDED
 * @param reason of UNDECIDED
 * @param seconds wall clock of deciding
 */
public record NoiseSwitchRow(
    int place,
    int layers,
    double omega,
    double epsilon,
    long sample,
    String networkHash,
    String exact,
    String biasLast,
    String biasFirst,
    String outcome,
    @Nullable String reason,
    double seconds) {}

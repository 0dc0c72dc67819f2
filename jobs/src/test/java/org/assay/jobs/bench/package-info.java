/**
 * Measurements of speed and memory for {@code scripts/bench}: ratios within one run, each with its
 * input, number of runs and spread.
 */
@NullMarked
package org.assay.jobs.bench;

import org.jspecify.annotations.NullMarked;

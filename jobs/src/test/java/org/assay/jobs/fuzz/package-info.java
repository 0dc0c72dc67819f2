/** Hostile input: files changed by a seed, that every reader reads or refuses. */
@NullMarked
package org.assay.jobs.fuzz;

import org.jspecify.annotations.NullMarked;

package org.assay.jobs.conf;

import org.assay.jobs.job.Reduction;
import org.assay.jobs.run.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What a question of a plan is about.
 *
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 */
public record PlannedSubject(Subject subject, @Nullable Reduction reduction) {}

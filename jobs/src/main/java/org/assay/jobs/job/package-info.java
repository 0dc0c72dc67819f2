/** One file a job, in Dataset algebra: what each command computes and which tables it fills. */
@NullMarked
package org.assay.jobs.job;

import org.jspecify.annotations.NullMarked;

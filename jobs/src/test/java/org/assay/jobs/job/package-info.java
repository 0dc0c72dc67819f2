/** Tests of the jobs. */
@NullMarked
package org.assay.jobs.job;

import org.jspecify.annotations.NullMarked;

/** Violations that prove the architecture test. */
@NullMarked
package org.assay.jobs.planted.job;

import org.jspecify.annotations.NullMarked;

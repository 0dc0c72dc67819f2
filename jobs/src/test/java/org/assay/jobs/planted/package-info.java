/** Violations that prove the architecture test. */
@NullMarked
package org.assay.jobs.planted;

import org.jspecify.annotations.NullMarked;

/** Violations that prove the architecture test. */
@NullMarked
package org.assay.jobs.planted.table;

import org.jspecify.annotations.NullMarked;

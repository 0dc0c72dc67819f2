/** Tests of the jobs as a whole. */
@NullMarked
package org.assay.jobs;

import org.jspecify.annotations.NullMarked;

/** Tests of sessions and output folders. */
@NullMarked
package org.assay.jobs.run;

import org.jspecify.annotations.NullMarked;

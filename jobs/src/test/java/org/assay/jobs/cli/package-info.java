/** Tests of the command line. */
@NullMarked
package org.assay.jobs.cli;

import org.jspecify.annotations.NullMarked;

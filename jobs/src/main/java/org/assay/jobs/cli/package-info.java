/** The command line: one command a job; the one place that prints results and exits. */
@NullMarked
package org.assay.jobs.cli;

import org.jspecify.annotations.NullMarked;

/** Tests of commands, called as the command line calls them. */
@NullMarked
package org.assay.jobs.cli;

import org.jspecify.annotations.NullMarked;

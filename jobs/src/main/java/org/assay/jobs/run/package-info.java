/** Spark sessions, output folders with their locks, networks and images spread to executors. */
@NullMarked
package org.assay.jobs.run;

import org.jspecify.annotations.NullMarked;

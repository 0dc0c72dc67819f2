package org.assay.jobs.run;

import org.assay.jobs.table.RunRow;

/** The answer to one question by a run of Spark: writes tables and tells what it took. */
@FunctionalInterface
public interface Job {

  RunRow perform(Run run);
}

package org.assay.jobs.run;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.table.RunRow;

/** The answer to one question by a run of Spark: writes tables and tells what it took. */
@FunctionalInterface
public interface Job {

  RunRow perform(Run run);

  /**
   * The name of what is asked of what, so that a command that is taken up knows which of its runs
   * are done. No other job of the same command may have the same, unless it asks the same.
   */
  default String key() {
    return Key.of(toString());
  }

  /**
   * What is to be done next, as a run of its own, after a run of this job was committed.
   *
   * @param out where its tables are
   * @param run its id
   */
  default Optional<Job> next(SparkSession spark, String out, String run) {
    return Optional.empty();
  }
}

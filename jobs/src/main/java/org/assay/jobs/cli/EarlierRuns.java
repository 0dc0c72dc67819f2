package org.assay.jobs.cli;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.Runner;
import org.assay.jobs.table.RunIds;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/**
 * Runs that an output folder held before a command, to hold the command's own against.
 *
 * @param command id of the command's first run
 * @param all of the folder
 */
record EarlierRuns(String command, List<Stored> all) {

  /** A run of the folder. */
  record Stored(String id, RunRow row) {}

  EarlierRuns {
    all = List.copyOf(all);
  }

  static EarlierRuns before(Runner.Finished own, SparkSession spark, String out) {
    return new EarlierRuns(
        RunIds.command(own.run()),
        Tables.RUNS.readWithRun(spark, out).collectAsList().stream()
            .map(run -> new Stored(run._1(), run._2()))
            .toList());
  }

  boolean isEarlier(String run) {
    return !RunIds.command(run).equals(command);
  }

  /**
   * The last earlier run that asked the same of the same images and of the network of the same
   * name, which may have been trained anew.
   */
  Optional<Stored> last(RunRow now) {
    return all.stream()
        .filter(run -> isEarlier(run.id()))
        .filter(run -> asked(run.row()).equals(asked(now)))
        .max(Comparator.comparing(run -> Instant.parse(run.row().started())));
  }

  private static List<String> asked(RunRow row) {
    return List.of(
        row.command(),
        row.networkTitle(),
        Objects.toString(row.normalise()),
        Objects.toString(row.significandBits()),
        row.images(),
        row.domainLow(),
        row.domainHigh(),
        Objects.toString(row.arithmetic()),
        Objects.toString(row.inputs()),
        Objects.toString(row.scope()),
        Objects.toString(row.count()),
        Objects.toString(row.pairs()),
        Objects.toString(row.channel()));
  }
}

package org.assay.jobs.job;

import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.verify.PlainAudit;

/**
 * What deciding took, as {@link RunRow} explains.
 *
 * @param crashed images whose decision broke off; any makes the exit code 3
 */
public record Effort(
    long units,
    long filtered,
    long rationalFallbacks,
    long linesPruned,
    long linesWalked,
    long solverQueries,
    long engineChecks,
    long engineDifferences,
    long crashed)
    implements Serializable {

  static Effort of(long units) {
    return new Effort(units, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** What holding two engines against each other took. */
  static Effort of(PlainAudit audit) {
    return new Effort(
        0, 0, 0, 0, 0, audit.solverChecks(), audit.engineChecks(), audit.differences().size(), 0);
  }

  /** The sum over rows that hold their own in a column {@code effort}. */
  static Effort sum(Dataset<?> rows) {
    var names = RecordEncoder.of(Effort.class).schema().fieldNames();
    var sums =
        java.util.Arrays.stream(names)
            .map(n -> functions.coalesce(functions.sum("effort." + n), functions.lit(0L)).as(n))
            .toList();
    return rows.agg(
            sums.get(0), sums.subList(1, sums.size()).toArray(org.apache.spark.sql.Column[]::new))
        .as(RecordEncoder.of(Effort.class))
        .head();
  }

  Effort plus(Effort other) {
    return new Effort(
        units + other.units,
        filtered + other.filtered,
        rationalFallbacks + other.rationalFallbacks,
        linesPruned + other.linesPruned,
        linesWalked + other.linesWalked,
        solverQueries + other.solverQueries,
        engineChecks + other.engineChecks,
        engineDifferences + other.engineDifferences,
        crashed + other.crashed);
  }

  int exitCode() {
    return crashed > 0 || engineDifferences > 0 ? 3 : 0;
  }
}

package org.assay.jobs.job;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.assay.jobs.run.Run;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.Table;

/**
 * A unit of work that was decided, as it is kept.
 *
 * @param rows of the table that it is for
 * @param effort what it took
 * @param differences what must be told of it
 */
public record Decided<R extends Record>(List<R> rows, Effort effort, List<String> differences) {

  private static final int MOST = 20;

  public Decided {
    rows = List.copyOf(rows);
    differences = List.copyOf(differences);
  }

  /** A unit of one row. */
  static <R extends Record> Decided<R> by(Function<EffortSum, R> work) {
    EffortSum sum = new EffortSum();
    return sum.of(List.of(work.apply(sum)));
  }

  @SuppressWarnings("unchecked")
  static <R extends Record> Encoder<Decided<R>> encoder(Table<R> table) {
    return (Encoder<Decided<R>>) (Encoder<?>) RecordEncoder.of(Decided.class, table.type());
  }

  /** The rows of all units. */
  static <R extends Record> Dataset<R> rows(Dataset<Decided<R>> units, Table<R> table) {
    return units.selectExpr("inline(rows)").as(table.encoder());
  }

  /** What all units took; what must not be missed is said aloud. */
  static Effort told(Run run, Dataset<?> units) {
    Effort effort = Effort.sum(units);
    if (effort.exitCode() != 0) {
      units
          .selectExpr("explode(differences) as text")
          .as(Encoders.STRING())
          .takeAsList(MOST)
          .forEach(run::warn);
    }
    return effort;
  }
}

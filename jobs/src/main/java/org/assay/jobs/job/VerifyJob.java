package org.assay.jobs.job;

import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.run.FileStore;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.jspecify.annotations.Nullable;

/**
 * Decides instances, each a network with a property. Fills {@code verify}. A unit of work is an
 * instance; each task reads the files that its instances name.
 *
 * @param subject the network that all instances are about, with the images beside which a plan
 *     asks; null where the instances name their networks
 */
public record VerifyJob(
    Instances instances, @Nullable Subject subject, Setting setting, Decider by, FileStore files)
    implements Job {

  /** Instances take from milliseconds to their whole time. */
  private static final int PIECES_OF_CORE = 64;

  @Override
  public RunRow perform(Run run) {
    EffortSum effort = EffortSum.of(run);
    int count = instances.all().size();
    run.counting(
        "verify",
        count,
        units -> {
          Dataset<VerifyRow> rows = decided(run.units(count, PIECES_OF_CORE), units, effort);
          // Many small pieces of work, but not as many files.
          return run.write(Tables.VERIFY, run.pass(rows).coalesce(1));
        });
    Effort told = effort.told(run);
    return subject == null
        ? RunRows.of(run, instances, setting, RunRows.Asked.of(by, null), told)
        : RunRows.of(
            run, subject, setting, RunRows.Asked.of(by, subject.network().network()), told);
  }

  private Dataset<VerifyRow> decided(
      Dataset<Long> places, LongAccumulator units, EffortSum effort) {
    List<VerifyInstance> all = instances.all();
    FileStore store = files;
    Decider decider = by;
    long seed = setting.seed();
    return places.mapPartitions(
        (MapPartitionsFunction<Long, VerifyRow>)
            mine -> {
              VerifyTask task = new VerifyTask(store, decider, seed);
              return UnitIterator.closing(
                  mine, place -> task.row(all.get(Math.toIntExact(place)), effort), units, task);
            },
        Tables.VERIFY.encoder());
  }
}

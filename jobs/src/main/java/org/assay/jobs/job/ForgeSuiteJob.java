package org.assay.jobs.job;

import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.assay.forge.Suite;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.table.ForgedRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;

/** Makes the networks of a suite and says what is true of each. Fills {@code forged}. */
public record ForgeSuiteJob(Suite suite, Setting setting) implements Job {

  @Override
  public String key() {
    return Key.of("forge suite 1", RunRows.version(), suite, setting.seed(), setting.domain());
  }

  @Override
  public RunRow perform(Run run) {
    Suite of = suite;
    PixelDomain box = setting.domain();
    run.counting(
        "forge",
        of.size(),
        done -> {
          Dataset<ForgedRow> rows =
              run.units(of.size())
                  .mapPartitions(
                      (MapPartitionsFunction<Long, ForgedRow>)
                          places ->
                              new UnitIterator<>(
                                  places,
                                  place ->
                                      ForgedNetworks.row(Math.toIntExact(place), of.at(place), box),
                                  done),
                      Tables.FORGED.encoder());
          return run.write(Tables.FORGED, run.pass(rows).coalesce(1));
        });
    return RunRows.of(run, "suite", setting, RunRows.Asked.NOTHING, Effort.of(of.size()));
  }
}

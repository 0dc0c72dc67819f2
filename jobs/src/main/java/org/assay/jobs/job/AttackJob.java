package org.assay.jobs.job;

import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.dataset.Example;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.AttackRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/**
 * Attacks every image heuristically within every radius. Fills {@code attacks}. A unit of work is
 * an image with all radii.
 */
public record AttackJob(Subject subject, Setting setting, AttackQuestion question) implements Job {

  @Override
  public RunRow perform(Run run) {
    if (subject.network().network().labels() < 2) {
      throw new BadInput(
          subject.network().path() + " has one label, so that there is no other to look for");
    }
    EffortSum effort = EffortSum.of(run);
    int count = subject.images().count();
    run.counting("attack", count, units -> run.write(Tables.ATTACKS, attacked(run, units, effort)));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, effort.told(run));
  }

  private Dataset<AttackRow> attacked(Run run, LongAccumulator units, EffortSum effort) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    AttackQuestion asked = question;
    Setting same = setting;
    return run.units(subject.images().count())
        .mapPartitions(
            (MapPartitionsFunction<Long, AttackRow>)
                places -> {
                  AttackTask task = new AttackTask(network.value().network(), asked, same);
                  return new BatchIterator<>(
                      places,
                      AttackTask.AT_ONCE,
                      batch -> {
                        List<Example> examples =
                            batch.stream()
                                .map(place -> images.value().example(Math.toIntExact(place)))
                                .toList();
                        List<AttackRow> rows = task.rows(examples, effort);
                        units.add(batch.size());
                        return rows;
                      });
                },
            Tables.ATTACKS.encoder());
  }
}

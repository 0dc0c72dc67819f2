package org.assay.jobs.job;

import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/**
 * Decides for every image and radius whether some input within the radius gets another label than
 * the true one. Fills {@code robustness}. A unit of work is an image with a radius.
 */
public record RobustnessJob(Subject subject, Setting setting, RobustnessQuestion question)
    implements Job {

  @Override
  public RunRow perform(Run run) {
    EffortSum effort = EffortSum.of(run);
    long count = (long) subject.images().count() * question.radii().size();
    run.counting(
        "robustness",
        count,
        units -> run.write(Tables.ROBUSTNESS, decided(run, run.units(count), units, effort)));
    return RunRows.of(run, subject, setting, RunRows.Asked.BOXES, effort.told(run));
  }

  private Dataset<RobustnessRow> decided(
      Run run, Dataset<Long> places, LongAccumulator units, EffortSum effort) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    RobustnessQuestion asked = question;
    Setting same = setting;
    int radii = asked.radii().size();
    return places.mapPartitions(
        (MapPartitionsFunction<Long, RobustnessRow>)
            mine -> {
              BallTask task = new BallTask(network.value(), asked, same);
              return UnitIterator.closing(
                  mine,
                  place ->
                      task.row(
                          images.value().example(Math.toIntExact(place / radii)),
                          asked.radii().get(Math.toIntExact(place % radii)),
                          effort),
                  units,
                  task);
            },
        Tables.ROBUSTNESS.encoder());
  }
}

package org.assay.jobs.job;

import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.DistanceRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Brackets for every image the smallest change that leads to another label. Fills {@code distance}.
 * A unit of work is an image. What earlier runs left in the same output folder about the same
 * question is where it starts from.
 *
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 */
public record DistanceJob(
    Subject subject, Setting setting, DistanceQuestion question, @Nullable Reduction reduction)
    implements Job {

  public DistanceJob {
    question.check(subject.network().network().labels());
  }

  @Override
  public RunRow perform(Run run) {
    EffortSum effort = EffortSum.of(run);
    int[] places = places();
    if (places.length == 0) {
      throw new BadInput("no selected image has label " + question.from());
    }
    run.counting(
        "distance",
        places.length,
        units -> run.write(Tables.DISTANCE, decided(run, places, units, effort)));
    return RunRows.of(run, subject, reduction, setting, effort.told(run));
  }

  /** Which of the images are asked about. */
  private int[] places() {
    SharedImages images = subject.images();
    Integer from = question.from();
    return IntStream.range(0, images.count())
        .filter(place -> from == null || images.example(place).label() == from)
        .toArray();
  }

  private Dataset<DistanceRow> decided(
      Run run, int[] places, LongAccumulator units, EffortSum effort) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    DistanceTask.Asked asked = new DistanceTask.Asked(question, setting, reduction);
    Map<String, EarlierBracket> earlier = EarlierBracket.of(run.earlier(Tables.DISTANCE));
    return run.units(places.length)
        .mapPartitions(
            (MapPartitionsFunction<Long, DistanceRow>)
                mine -> {
                  DistanceTask task = new DistanceTask(network.value(), asked, earlier);
                  return UnitIterator.closing(
                      mine,
                      unit ->
                          task.row(images.value().example(places[Math.toIntExact(unit)]), effort),
                      units,
                      task);
                },
            Tables.DISTANCE.encoder());
  }
}

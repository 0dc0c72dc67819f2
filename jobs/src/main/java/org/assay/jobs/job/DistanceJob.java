package org.assay.jobs.job;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.dataset.Example;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
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

  private static final String METHOD = "distance 1";

  public DistanceJob {
    question.check(subject.network().network().labels());
  }

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting, question, WorkKey.of(reduction));
  }

  @Override
  public RunRow perform(Run run) {
    int[] places = places();
    if (places.length == 0) {
      throw new BadInput("no selected image has label " + question.from());
    }
    Dataset<Decided<DistanceRow>> units = run.decided(work(run, places));
    run.write(Tables.DISTANCE, Decided.rows(units, Tables.DISTANCE));
    return RunRows.of(run, subject, reduction, setting, Decided.told(run, units));
  }

  /** Which of the images are asked about. */
  private int[] places() {
    SharedImages images = subject.images();
    Integer from = question.from();
    return IntStream.range(0, images.count())
        .filter(place -> from == null || images.example(place).label() == from)
        .toArray();
  }

  private Work<Decided<DistanceRow>> work(Run run, int[] places) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    DistanceTask.Asked asked = new DistanceTask.Asked(question, setting, reduction);
    Map<String, EarlierBracket> earlier = EarlierBracket.of(run.earlier(Tables.DISTANCE));
    return Work.of(
            "distance",
            WorkKey.of(METHOD, subject.network(), setting, question, WorkKey.of(reduction)),
            units(places, asked, earlier),
            Decided.encoder(Tables.DISTANCE),
            (MapPartitionsFunction<Long, Decided<DistanceRow>>)
                mine -> {
                  DistanceTask task = new DistanceTask(network.value(), asked, earlier);
                  return UnitIterator.closing(
                      mine,
                      unit -> {
                        Example example = images.value().example(places[Math.toIntExact(unit)]);
                        return Decided.by(effort -> task.row(example, effort));
                      },
                      task);
                },
            (unit, cause) -> {
              Example example = subject.images().example(places[Math.toIntExact(unit)]);
              try (DistanceTask task = new DistanceTask(subject.network(), asked, earlier)) {
                return Decided.by(effort -> task.crashed(example, cause, effort));
              }
            })
        .undecidedWhere("rows[0].outcome in ('Undecided', 'Open')");
  }

  /** The images, each with what is known of it, from which its search starts. */
  private List<String> units(
      int[] places, DistanceTask.Asked asked, Map<String, EarlierBracket> earlier) {
    try (DistanceTask task = new DistanceTask(subject.network(), asked, earlier)) {
      return Arrays.stream(places)
          .mapToObj(
              place ->
                  subject.images().key(place)
                      + (earlier.isEmpty()
                          ? ""
                          : " " + task.known(subject.images().example(place))))
          .toList();
    }
  }
}

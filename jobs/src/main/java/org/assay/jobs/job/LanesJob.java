package org.assay.jobs.job;

import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.run.BadInput;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.LaneRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/** Runs every image in every arithmetic. Fills {@code lanes}. A unit of work is an image. */
public record LanesJob(Subject subject, Setting setting) implements Job {

  private static final String METHOD = "lanes 1";

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting);
  }

  @Override
  public RunRow perform(Run run) {
    Dataset<Decided<LaneRow>> units = run.decided(work(run, takes(run, subject.network())));
    run.write(Tables.LANES, Decided.rows(units, Tables.LANES));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Decided.told(run, units));
  }

  /** Whether onnxruntime takes a network; why not is told. */
  static boolean takes(Run run, SharedNetwork network) {
    try {
      OnnxRuntimeLane.open(network).close();
      return true;
    } catch (BadInput e) {
      run.warn("onnxruntime was not asked: " + e.getMessage());
      return false;
    }
  }

  /** An image that takes its process with it has no row, and is told. */
  private Work<Decided<LaneRow>> work(Run run, boolean onnxruntime) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    return Work.of(
            "lanes",
            WorkKey.of(METHOD, subject.network(), setting, onnxruntime),
            subject.images().keys(),
            Decided.encoder(Tables.LANES),
            (MapPartitionsFunction<Long, Decided<LaneRow>>)
                places -> {
                  LaneTask task = new LaneTask(network.value(), onnxruntime);
                  return UnitIterator.closing(
                      places,
                      place ->
                          new Decided<>(
                              List.of(task.row(images.value().example(Math.toIntExact(place)))),
                              Effort.of(1),
                              List.of()),
                      task);
                },
            (place, cause) -> {
              EffortSum effort = new EffortSum();
              effort.add(Crash.effort(1));
              effort.addCrash(
                  "image " + subject.images().ids().get(Math.toIntExact(place)),
                  Crash.detail(cause));
              return effort.of(List.of());
            })
        .undecidedWhere("effort.crashed > 0");
  }
}

package org.assay.jobs.job;

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
import org.assay.jobs.table.LaneRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/** Runs every image in every arithmetic. Fills {@code lanes}. A unit of work is an image. */
public record LanesJob(Subject subject, Setting setting) implements Job {

  @Override
  public RunRow perform(Run run) {
    int count = subject.images().count();
    boolean onnxruntime = takes(run, subject.network());
    run.counting("lanes", count, units -> run.write(Tables.LANES, rows(run, onnxruntime, units)));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Effort.of(count));
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

  private Dataset<LaneRow> rows(Run run, boolean onnxruntime, LongAccumulator units) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    return run.units(subject.images().count())
        .mapPartitions(
            (MapPartitionsFunction<Long, LaneRow>)
                places -> {
                  LaneTask task = new LaneTask(network.value(), onnxruntime);
                  return UnitIterator.closing(
                      places,
                      place -> task.row(images.value().example(Math.toIntExact(place))),
                      units,
                      task);
                },
            Tables.LANES.encoder());
  }
}

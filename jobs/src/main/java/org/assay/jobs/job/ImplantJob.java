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
import org.assay.jobs.table.ImplantRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Finds each image's tamper radius for each keep set. Fills {@code implants}. A unit of work is an
 * image and a keep set.
 *
 * @param subject the network, and the images asked about and kept
 * @param reduction what makes the network's inputs of the images; null where these are its inputs
 */
public record ImplantJob(
    Subject subject, Setting setting, ImplantQuestion question, @Nullable Reduction reduction)
    implements Job {

  /** Units take from milliseconds to their whole time. */
  private static final int PIECES_OF_CORE = 64;

  @Override
  public RunRow perform(Run run) {
    EffortSum effort = EffortSum.of(run);
    run.counting(
        "implant",
        question.units().size(),
        units -> run.write(Tables.IMPLANTS, run.pass(answered(run, units, effort)).coalesce(1)));
    return RunRows.ofBiases(run, subject, reduction, setting, effort.told(run));
  }

  private Dataset<ImplantRow> answered(Run run, LongAccumulator units, EffortSum effort) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    ImplantQuestion asked = question;
    Reduction by = reduction;
    return run.units(asked.units().size(), PIECES_OF_CORE)
        .mapPartitions(
            (MapPartitionsFunction<Long, ImplantRow>)
                mine -> {
                  ImplantTask task =
                      new ImplantTask(asked, new Demands(network.value(), images.value(), by));
                  return UnitIterator.closing(
                      mine, place -> task.row(Math.toIntExact(place), effort), units, task);
                },
            Tables.IMPLANTS.encoder());
  }
}

package org.assay.jobs.job;

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
import org.assay.jobs.table.AttackRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

/**
 * Attacks every image heuristically within every radius. Fills {@code attacks}. A unit of work is
 * an image with all radii.
 */
public record AttackJob(Subject subject, Setting setting, AttackQuestion question) implements Job {

  private static final String METHOD = "attack 1";

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting, question);
  }

  @Override
  public RunRow perform(Run run) {
    if (subject.network().network().labels() < 2) {
      throw new BadInput(
          subject.network().path() + " has one label, so that there is no other to look for");
    }
    Dataset<Decided<AttackRow>> units = run.decided(work(run));
    run.write(Tables.ATTACKS, Decided.rows(units, Tables.ATTACKS));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Decided.told(run, units));
  }

  private Work<Decided<AttackRow>> work(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    AttackQuestion asked = question;
    Setting same = setting;
    return Work.of(
            "attack",
            WorkKey.of(METHOD, subject.network(), setting, question),
            subject.images().keys(),
            Decided.encoder(Tables.ATTACKS),
            (MapPartitionsFunction<Long, Decided<AttackRow>>)
                places -> {
                  AttackTask task = new AttackTask(network.value().network(), asked, same);
                  return new BatchIterator<>(
                      places,
                      AttackTask.AT_ONCE,
                      batch ->
                          task.decided(
                              batch.stream()
                                  .map(place -> images.value().example(Math.toIntExact(place)))
                                  .toList()));
                },
            (place, cause) ->
                new AttackTask(subject.network().network(), asked, same)
                    .crashed(subject.images().example(Math.toIntExact(place)), cause))
        .undecidedWhere("rows[0].reason like 'CRASHED%'");
  }
}

package org.assay.jobs.job;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Key;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
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

  private static final String METHOD = "implant 1";

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting, question, WorkKey.of(reduction));
  }

  @Override
  public RunRow perform(Run run) {
    Dataset<Decided<ImplantRow>> units = run.decided(work(run));
    run.write(Tables.IMPLANTS, Decided.rows(units, Tables.IMPLANTS).coalesce(1));
    return RunRows.ofBiases(run, subject, reduction, setting, Decided.told(run, units));
  }

  private Work<Decided<ImplantRow>> work(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    ImplantQuestion asked = question;
    Reduction by = reduction;
    return Work.of(
            "implant",
            WorkKey.of(
                METHOD,
                subject.network(),
                setting,
                Optional.ofNullable(question.to()),
                question.terms(),
                question.free(),
                WorkKey.of(by)),
            question.units().stream().map(this::unit).toList(),
            Decided.encoder(Tables.IMPLANTS),
            (MapPartitionsFunction<Long, Decided<ImplantRow>>)
                mine -> {
                  ImplantTask task =
                      new ImplantTask(asked, new Demands(network.value(), images.value(), by));
                  return UnitIterator.closing(
                      mine,
                      place -> Decided.by(effort -> task.row(Math.toIntExact(place), effort)),
                      task);
                },
            (place, cause) -> {
              Demands demands = new Demands(subject.network(), subject.images(), by);
              try (ImplantTask task = new ImplantTask(asked, demands)) {
                return Decided.by(effort -> task.crashed(Math.toIntExact(place), cause, effort));
              }
            })
        .undecidedWhere("rows[0].verdict = 'Undecided'");
  }

  /** An image with its keep set, pixels and all. */
  private String unit(ImplantQuestion.Unit unit) {
    SharedImages images = subject.images();
    List<String> kept = unit.keep().stream().map(id -> images.key(images.placeOf(id))).toList();
    return "%s %s %s".formatted(unit, images.key(images.placeOf(unit.image())), Key.of(kept));
  }
}

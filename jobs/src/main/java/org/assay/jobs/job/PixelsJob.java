package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.assay.dataset.Example;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.run.Work;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.pixels.PixelAnswer;

/**
 * Decides every single pixel of every image (DeepChecktPA with t = 1, section IV-C), within its
 * activation pattern or over all of them. Fills {@code images}, {@code pixel_attacks} and {@code
 * pixel_summary}. The summaries are counted from the table of attacks.
 */
public record PixelsJob(Subject subject, Setting setting, PixelsQuestion question) implements Job {

  private static final String METHOD = "pixels 1";

  public PixelsJob {
    question.check(subject.images(), setting.domain());
  }

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting, question);
  }

  @Override
  public RunRow perform(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    int count = subject.images().count();
    Dataset<Decided<PixelAttackRow>> units = run.decided(work(network, images));
    Dataset<PixelAttackRow> attacks =
        run.write(Tables.PIXEL_ATTACKS, Decided.rows(units, Tables.PIXEL_ATTACKS));
    Dataset<ImageRow> rows = run.write(Tables.IMAGES, imageRows(run.units(count), network, images));
    run.write(Tables.PIXEL_SUMMARY, PixelSummaries.of(rows, attacks, question, sizes()));
    return RunRows.of(run, subject, setting, RunRows.Asked.of(question), Decided.told(run, units));
  }

  private PixelSummaries.Sizes sizes() {
    return new PixelSummaries.Sizes(
        subject.network().network().labels(), subject.images().rows() * subject.images().columns());
  }

  private Work<Decided<PixelAttackRow>> work(
      Broadcast<SharedNetwork> network, Broadcast<SharedImages> images) {
    PixelsQuestion asked = question;
    Setting same = setting;
    int count = subject.images().count();
    return Work.of(
            "pixels",
            WorkKey.of(
                METHOD, subject.network(), setting, asked, AuditTask.samplesPerImage(asked, count)),
            subject.images().keys(),
            Decided.encoder(Tables.PIXEL_ATTACKS),
            (MapPartitionsFunction<Long, Decided<PixelAttackRow>>)
                mine -> {
                  AuditTask task = new AuditTask(network.value(), asked, same, count);
                  return UnitIterator.closing(
                      mine,
                      place -> attacks(task, images.value().example(Math.toIntExact(place))),
                      task);
                },
            (place, cause) ->
                crashed(asked, subject.images().example(Math.toIntExact(place)), cause))
        .undecidedWhere("exists(rows, r -> r.verdict = 'Undecided')");
  }

  private static Decided<PixelAttackRow> attacks(AuditTask task, Example example) {
    try {
      OpenImage image = task.open(example);
      EffortSum effort = new EffortSum();
      if (!image.audited()) {
        return effort.of(List.of());
      }
      PixelAttackRows rows = new PixelAttackRows(image);
      List<PixelAnswer> answers = image.audit().pixels();
      List<PixelAttackRow> attacks = new ArrayList<>(answers.size());
      answers.forEach(answer -> attacks.addAll(rows.of(answer)));
      effort.add(image.effort(answers.size()));
      effort.addDifferences(example.id(), image.audit().differences());
      return effort.of(attacks);
    } catch (RuntimeException | StackOverflowError e) {
      return crashed(task.question(), example, e);
    }
  }

  private static Decided<PixelAttackRow> crashed(
      PixelsQuestion question, Example example, Throwable cause) {
    List<PixelAttackRow> undecided = Crash.pixels(example, question, cause);
    EffortSum effort = new EffortSum();
    effort.add(Crash.effort(undecided.size()));
    effort.addDifferences(example.id(), List.of("crashed: " + Crash.detail(cause)));
    return effort.of(undecided);
  }

  private Dataset<ImageRow> imageRows(
      Dataset<Long> places, Broadcast<SharedNetwork> network, Broadcast<SharedImages> images) {
    PixelsQuestion asked = question;
    Setting same = setting;
    return places.mapPartitions(
        (MapPartitionsFunction<Long, ImageRow>)
            mine -> {
              AuditTask task = new AuditTask(network.value(), asked, same, images.value().count());
              return UnitIterator.closing(
                  mine,
                  place -> imageRow(task, images.value().example(Math.toIntExact(place))),
                  task);
            },
        Tables.IMAGES.encoder());
  }

  private static ImageRow imageRow(AuditTask task, Example example) {
    try {
      return task.open(example).row();
    } catch (RuntimeException | StackOverflowError e) {
      return Crash.image(example);
    }
  }
}

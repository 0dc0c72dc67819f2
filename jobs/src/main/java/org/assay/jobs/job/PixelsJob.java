package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.assay.dataset.Example;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.pixels.PixelAnswer;

/**
 * Decides every single pixel of every image (DeepChecktPA with t = 1, section IV-C), within its
 * activation pattern or over all of them. Fills {@code images}, {@code pixel_attacks} and {@code
 * pixel_summary}. Deciding streams into the table of attacks; the summaries are counted from what
 * was written.
 */
public record PixelsJob(Subject subject, Setting setting, PixelsQuestion question) implements Job {

  public PixelsJob {
    question.check(subject.images(), setting.domain());
  }

  @Override
  public RunRow perform(Run run) {
    EffortSum effort = EffortSum.of(run);
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    int count = subject.images().count();
    Dataset<PixelAttackRow> attacks =
        run.counting(
            "pixels",
            count,
            units ->
                run.write(
                    Tables.PIXEL_ATTACKS,
                    decided(run.units(count), network, images, units, effort)));
    Dataset<ImageRow> rows = run.write(Tables.IMAGES, imageRows(run.units(count), network, images));
    run.write(Tables.PIXEL_SUMMARY, PixelSummaries.of(rows, attacks, question, sizes()));
    return RunRows.of(run, subject, setting, RunRows.Asked.of(question), effort.told(run));
  }

  private PixelSummaries.Sizes sizes() {
    return new PixelSummaries.Sizes(
        subject.network().network().labels(), subject.images().rows() * subject.images().columns());
  }

  private Dataset<PixelAttackRow> decided(
      Dataset<Long> places,
      Broadcast<SharedNetwork> network,
      Broadcast<SharedImages> images,
      LongAccumulator units,
      EffortSum effort) {
    PixelsQuestion asked = question;
    Setting same = setting;
    return places.mapPartitions(
        (MapPartitionsFunction<Long, PixelAttackRow>)
            mine -> {
              AuditTask task = new AuditTask(network.value(), asked, same, images.value().count());
              return new Flattened<>(
                  UnitIterator.closing(
                      mine,
                      place ->
                          attacks(task, images.value().example(Math.toIntExact(place)), effort),
                      units,
                      task));
            },
        Tables.PIXEL_ATTACKS.encoder());
  }

  private static List<PixelAttackRow> attacks(AuditTask task, Example example, EffortSum effort) {
    try {
      OpenImage image = task.open(example);
      if (!image.audited()) {
        return List.of();
      }
      PixelAttackRows rows = new PixelAttackRows(image);
      List<PixelAnswer> answers = image.audit().pixels();
      List<PixelAttackRow> attacks = new ArrayList<>(answers.size());
      answers.forEach(answer -> attacks.addAll(rows.of(answer)));
      effort.add(image.effort(answers.size()));
      effort.addDifferences(example.id(), image.audit().differences());
      return attacks;
    } catch (RuntimeException | StackOverflowError e) {
      List<PixelAttackRow> undecided = Crash.pixels(example, task.question(), e);
      effort.add(Crash.effort(undecided.size()));
      effort.addDifferences(example.id(), List.of("crashed: " + Crash.detail(e)));
      return undecided;
    }
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
                  new LongAccumulator(),
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

package org.assay.jobs.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;
import org.assay.dataset.Example;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.Run;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.pixels.PixelAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Decides every single pixel of every image in pattern scope (DeepChecktPA with t = 1, section
 * IV-C). Fills {@code images}, {@code pixel_attacks} and {@code pixel_summary}.
 */
public record PixelsJob(Subject subject, Setting setting, PixelsQuestion question) implements Job {

  /** One image with its answers; no summary where it could not be asked about. */
  public record Audited(
      ImageRow image,
      @Nullable PixelSummaryRow summary,
      List<PixelAttackRow> attacks,
      Effort effort,
      List<String> differences) {}

  public PixelsJob {
    question.check(subject.images());
  }

  @Override
  public RunRow perform(Run run) {
    int count = subject.images().count();
    Dataset<Audited> audited =
        run.counting("pixels", count, units -> run.pass(Audited.class, audited(run, units)));
    run.write(Tables.IMAGES, audited.select("image.*").as(Tables.IMAGES.encoder()));
    run.write(
        Tables.PIXEL_ATTACKS,
        audited.selectExpr("inline(attacks)").as(Tables.PIXEL_ATTACKS.encoder()));
    run.write(
        Tables.PIXEL_SUMMARY,
        audited
            .where(functions.col("summary").isNotNull())
            .select("summary.*")
            .as(Tables.PIXEL_SUMMARY.encoder()));
    return RunRows.of(
        run,
        subject,
        setting,
        RunRows.Asked.of(question),
        Differences.told(run, audited, "image.image"));
  }

  private Dataset<Audited> audited(Run run, LongAccumulator units) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    PixelsQuestion asked = question;
    Setting same = setting;
    return run.units(subject.images().count())
        .mapPartitions(
            (MapPartitionsFunction<Long, Audited>)
                places -> {
                  AuditTask task = new AuditTask(network.value(), asked, same);
                  return UnitIterator.closing(
                      places,
                      place -> audited(task, images.value().example(Math.toIntExact(place)), asked),
                      units,
                      task);
                },
            RecordEncoder.of(Audited.class));
  }

  private static Audited audited(AuditTask task, Example example, PixelsQuestion question) {
    try {
      OpenImage image = task.open(example);
      if (!image.audited()) {
        return new Audited(image.row(), null, List.of(), Effort.of(0), List.of());
      }
      PixelAttackRows rows = new PixelAttackRows(image);
      List<PixelAnswer> answers = image.audit().pixels();
      List<PixelAttackRow> attacks = new ArrayList<>(answers.size());
      answers.forEach(answer -> attacks.addAll(rows.of(answer)));
      return new Audited(
          image.row(),
          PixelSummaries.of(image, answers),
          attacks,
          image.effort(answers.size()),
          image.audit().differences());
    } catch (RuntimeException | StackOverflowError e) {
      return Crash.pixels(example, question, task.labels(), e);
    }
  }
}

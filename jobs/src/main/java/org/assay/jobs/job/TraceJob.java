package org.assay.jobs.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
import org.assay.jobs.table.RecordEncoder;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.assay.query.PixelDomain;
import org.assay.symbolic.Trace;
import org.assay.symbolic.TraceWriter;

/**
 * Writes each image's path condition and the expression of every unit and logit, with exact
 * numbers: {@code traces/run=.../image-N.txt}, {@code .csv} and {@code .smt2} (DeepCheck, section
 * IV). Fills {@code images}.
 */
public record TraceJob(Subject subject, Setting setting) implements Job {

  private static final String METHOD = "trace 1";

  /** The folder of the files. */
  public static final String FOLDER = "traces";

  /** One image with its trace in three forms; the forms are empty where the run overflows. */
  public record Written(ImageRow image, String text, String csv, String smtLib) {}

  @Override
  public String key() {
    return WorkKey.job(METHOD, subject, setting);
  }

  @Override
  public RunRow perform(Run run) {
    int count = subject.images().count();
    Dataset<Written> written = run.decided(work(run));
    run.write(Tables.IMAGES, written.select("image.*").as(Tables.IMAGES.encoder()));
    run.writeTexts(FOLDER, texts(written.toLocalIterator()));
    return RunRows.of(run, subject, setting, RunRows.Asked.NOTHING, Effort.of(count));
  }

  private static Iterator<Map.Entry<String, String>> texts(Iterator<Written> written) {
    Iterable<Written> all = () -> written;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(trace -> !trace.text().isEmpty())
        .flatMap(
            trace -> {
              String name = "image-" + trace.image().image();
              return Stream.of(
                  Map.entry(name + ".txt", trace.text()),
                  Map.entry(name + ".csv", trace.csv()),
                  Map.entry(name + ".smt2", trace.smtLib()));
            })
        .iterator();
  }

  private Work<Written> work(Run run) {
    Broadcast<SharedNetwork> network = run.share(subject.network(), SharedNetwork.class);
    Broadcast<SharedImages> images = run.share(subject.images(), SharedImages.class);
    PixelDomain domain = setting.domain();
    return Work.of(
        "trace",
        WorkKey.of(METHOD, subject.network(), setting),
        subject.images().keys(),
        RecordEncoder.of(Written.class),
        (MapPartitionsFunction<Long, Written>)
            places ->
                new UnitIterator<>(
                    places,
                    place ->
                        written(
                            network.value(),
                            images.value().example(Math.toIntExact(place)),
                            domain)),
        (place, cause) ->
            new Written(Crash.image(subject.images().example(Math.toIntExact(place))), "", "", ""));
  }

  private static Written written(SharedNetwork network, Example example, PixelDomain domain) {
    Trace trace = Trace.of(network.traced(), example.image());
    Prediction prediction = Prediction.of(trace.orderedLogits());
    ImageRow image =
        prediction.row(
            example,
            Prediction.Status.PREDICTED,
            trace.exactLabel(),
            trace.pattern().fingerprint());
    if (prediction.label() < 0) {
      return new Written(image, "", "", "");
    }
    StringBuilder text = new StringBuilder();
    StringBuilder csv = new StringBuilder();
    StringBuilder smtLib = new StringBuilder();
    List<Integer> free = IntStream.range(0, example.image().size()).boxed().toList();
    try {
      TraceWriter writer = TraceWriter.of(trace);
      writer.text(text);
      writer.csv(csv);
      writer.smtLib(smtLib, domain.low(), domain.high(), free);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return new Written(image, text.toString(), csv.toString(), smtLib.toString());
  }
}

package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.assay.network.Network;

/**
 * Reads what the tables of an output folder say, network by network and data set by data set. An
 * image that several runs have answered counts once, by the latest of them.
 */
final class FindingsReader {

  private final StoredTables tables;

  FindingsReader(StoredTables tables) {
    this.tables = tables;
  }

  /** The findings of each network and data set, the last one that was run first. */
  List<Findings> read() {
    List<Findings> findings = new ArrayList<>();
    runsBySubject().forEach((subject, runs) -> findings.add(read(subject, runs)));
    findings.sort(Comparator.comparing(FindingsReader::lastStarted).reversed());
    return findings;
  }

  private Map<Subject, List<FinishedRun>> runsBySubject() {
    Map<Subject, List<FinishedRun>> bySubject = new LinkedHashMap<>();
    tables
        .runs()
        .forEach(
            r -> bySubject.computeIfAbsent(Subject.of(r.row()), s -> new ArrayList<>()).add(r));
    return bySubject;
  }

  /** The story of an image by the network and data set that were run last and have it. */
  Optional<ImageStory> story(int image) {
    List<Map.Entry<Subject, List<FinishedRun>>> latestFirst =
        new ArrayList<>(runsBySubject().entrySet());
    latestFirst.sort(Comparator.comparing(e -> lastOf(e.getValue()).row().started()));
    Collections.reverse(latestFirst);
    return latestFirst.stream()
        .flatMap(e -> story(e.getKey(), e.getValue(), image).stream())
        .findFirst();
  }

  private Optional<ImageStory> story(Subject subject, List<FinishedRun> runs, int image) {
    List<QuestionRows> answered =
        questions(runs).stream().filter(q -> q.hasAnswered(image)).toList();
    List<QuestionRows> shown =
        Stream.of(last(answered, 1), last(answered, 2)).flatMap(Optional::stream).toList();
    Dataset<Row> images = latestImages(runs).where(col("image").equalTo(image));
    SpecimenReader reader = new SpecimenReader(tables, subject, runs, images, shown);
    return reader
        .read(image)
        .map(
            s ->
                ImageStory.of(
                    subject, s, reader.importanceRows(Set.of(image)), network(lastOf(runs).row())));
  }

  /** The smallest changes of an image by the last scan of the subject. */
  Optional<TriggerScan.Changed> changed(Subject subject, int image) {
    return TriggerScanReader.of(tables, runsBySubject().getOrDefault(subject, List.of()))
        .flatMap(reader -> reader.changed(image));
  }

  private static Network network(RunRow run) {
    ByteBuffer file = run.networkFile().duplicate();
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return new SharedNetwork(run.network(), bytes, run.normalise()).network();
  }

  /**
   * What the latest run says of each image, without its pixels. A run that looked for attacks goes
   * before one that only predicted, since it says also whether the image could be audited.
   */
  private Dataset<Row> latestImages(List<FinishedRun> runs) {
    List<FinishedRun> ordered = new ArrayList<>(runs);
    ordered.sort(Comparator.comparing(r -> r.row().count() != null));
    Dataset<Row> images =
        tables
            .rows(Tables.IMAGES, runs)
            .select("image", "label", "predicted", "correct", "status", Table.RUN);
    return runs.size() == 1 ? images : StoredTables.of(images, tables.latest(images, ordered));
  }

  private static FinishedRun lastOf(List<FinishedRun> runs) {
    return runs.get(runs.size() - 1);
  }

  private static String lastStarted(Findings findings) {
    return findings.runs().get(findings.runs().size() - 1).started();
  }

  private Findings read(Subject subject, List<FinishedRun> runs) {
    List<QuestionRows> questions = questions(runs);
    List<ClassStatistics> statistics = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    for (QuestionRows question : questions) {
      ClassStatistics counted = question.statistics(subject.pixels());
      statistics.add(counted);
      evidence.addAll(question.evidence(counted));
    }
    List<QuestionRows> shown =
        Stream.of(last(questions, 1), paperPairs(questions)).flatMap(Optional::stream).toList();
    Dataset<Row> images = latestImages(runs);
    List<Aggregates.ImageCount> counts = Aggregates.images(images);
    SpecimenReader.Shown fetched = new SpecimenReader(tables, subject, runs, images, shown).read();
    return new Findings(
        subject,
        runs.stream().map(FinishedRun::row).toList(),
        Aggregates.confusion(counts, subject.labels()),
        Aggregates.statuses(counts),
        statistics,
        evidence,
        fetched.correct(),
        fetched.attacked(),
        fetched.gallery(),
        TriggerScanReader.of(tables, runs).map(TriggerScanReader::read));
  }

  /** The questions that were asked, single pixels first, else in the order of their first run. */
  private List<QuestionRows> questions(List<FinishedRun> runs) {
    Map<Question, List<FinishedRun>> byQuestion = new LinkedHashMap<>();
    for (FinishedRun run : runs) {
      Question question = Question.of(run.row());
      if (question != null) {
        byQuestion.computeIfAbsent(question, q -> new ArrayList<>()).add(run);
      }
    }
    List<QuestionRows> questions = new ArrayList<>();
    byQuestion.forEach((q, asked) -> questions.add(QuestionRows.of(q, asked, tables)));
    questions.sort(Comparator.comparingInt(q -> q.question().count()));
    return questions;
  }

  private static Optional<QuestionRows> last(List<QuestionRows> questions, int count) {
    return questions.stream().filter(q -> q.question().count() == count).reduce((a, b) -> b);
  }

  private static Optional<QuestionRows> paperPairs(List<QuestionRows> questions) {
    return questions.stream()
        .filter(q -> q.question().asksThePapersPairs())
        .findFirst()
        .or(() -> last(questions, 2));
  }
}

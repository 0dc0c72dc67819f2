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
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;

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
    Dataset<Row> images = tables.rows(Tables.IMAGES, runs).where(col("image").equalTo(image));
    Dataset<Row> latest = StoredTables.of(images, tables.latest(images, runs));
    List<QuestionRows> questions =
        questions(runs).stream().filter(q -> q.hasAnswered(image)).toList();
    SpecimenReader reader = new SpecimenReader(tables, subject, runs, latest);
    List<Specimen> specimens =
        reader.specimens(List.of(image), last(questions, 1), last(questions, 2));
    RunRow run = lastOf(runs).row();
    ByteBuffer file = run.networkFile().duplicate();
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return specimens.stream()
        .findFirst()
        .map(
            s ->
                ImageStory.of(
                    subject,
                    s,
                    reader.importanceRows(List.of(image)),
                    new SharedNetwork(run.network(), bytes, run.normalise()).network()));
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
      statistics.add(question.statistics(subject.pixels()));
      evidence.addAll(question.evidence());
    }
    Dataset<Row> images = tables.rows(Tables.IMAGES, runs);
    Dataset<Row> latest = StoredTables.of(images, tables.latest(images, runs)).cache();
    try {
      SpecimenReader specimens = new SpecimenReader(tables, subject, runs, latest);
      Optional<QuestionRows> single = last(questions, 1);
      Optional<QuestionRows> pairs = paperPairs(questions);
      List<Integer> correct = specimens.firstCorrect(single, pairs);
      List<Integer> attackable = specimens.firstAttackable(single, pairs);
      List<Integer> shown =
          Stream.concat(correct.stream(), attackable.stream()).distinct().toList();
      List<Specimen> fetched = specimens.specimens(shown, single, pairs);
      return new Findings(
          subject,
          runs.stream().map(FinishedRun::row).toList(),
          Aggregates.confusion(latest, subject.labels()),
          Aggregates.statuses(latest),
          statistics,
          evidence,
          fetched.stream().filter(s -> correct.contains(s.image().image())).toList(),
          fetched.stream().filter(s -> attackable.contains(s.image().image())).toList(),
          specimens.gallery(single, pairs));
    } finally {
      latest.unpersist();
    }
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

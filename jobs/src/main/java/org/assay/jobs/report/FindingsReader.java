package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;

/**
 * Reads what the tables of an output folder say, network by network and data set by data set. An
 * image that several runs have answered counts once, by the latest of them.
 */
final class FindingsReader {

  /** Commands whose images are no sample of a data set. */
  private static final Set<String> DRAWN =
      Stream.concat(
              Stream.of(PatchReader.COMMAND, RoundingFindings.COMMAND),
              TamperReader.COMMANDS.stream())
          .collect(Collectors.toUnmodifiableSet());

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

  /** Runs about images; a list of instances has none. */
  private Map<Subject, List<FinishedRun>> runsBySubject() {
    Map<Subject, List<FinishedRun>> bySubject = new LinkedHashMap<>();
    tables.runs().stream()
        .filter(r -> r.row().imageCount() > 0)
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
    List<QuestionRows> shown = shown(answered, q -> 1);
    Dataset<Row> images = latestImages(runs).where(col("image").equalTo(image));
    SpecimenReader reader = new SpecimenReader(tables, subject, runs, images, shown);
    return reader
        .read(image)
        .map(
            s ->
                ImageStory.of(
                    subject,
                    s,
                    new ImageStory.Stored(
                        answers(answered, image), reader.importanceRows(Set.of(image))),
                    SharedNetwork.of(lastOf(runs).row()).network()));
  }

  /** The counts of an image, question by question. */
  private static List<PixelSummaryRow> answers(List<QuestionRows> answered, int image) {
    return answered.stream()
        .flatMap(
            q ->
                Tables.PIXEL_SUMMARY
                    .records(q.summary().where(col("image").equalTo(image)))
                    .collectAsList()
                    .stream())
        .toList();
  }

  /** The smallest changes of an image by the last scan of the subject. */
  Optional<TriggerScan.Changed> changed(Subject subject, int image) {
    return TriggerScanReader.of(tables, runsBySubject().getOrDefault(subject, List.of()))
        .flatMap(reader -> reader.changed(image));
  }

  /**
   * What the latest run says of each image, without its pixels. A run that looked for attacks goes
   * before one that only predicted, since it says also whether the image could be audited. Runs
   * about patches store images too, but those that were drawn because they are labelled right.
   */
  private Dataset<Row> latestImages(List<FinishedRun> all) {
    List<FinishedRun> runs = all.stream().filter(r -> !DRAWN.contains(r.row().command())).toList();
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
    List<QuestionRows> paper =
        Stream.of(lastInPattern(questions, 1), paperPairs(questions))
            .flatMap(Optional::stream)
            .toList();
    List<QuestionRows> gallery = shown(questions, q -> imagesOf(q, statistics));
    Dataset<Row> images = latestImages(runs);
    List<Aggregates.ImageCount> counts = Aggregates.images(images);
    SpecimenReader.Shown fetched = new SpecimenReader(tables, subject, runs, images, paper).read();
    return new Findings(
        subject,
        runs.stream().map(FinishedRun::row).toList(),
        Aggregates.confusion(counts, subject.labels()),
        Aggregates.statuses(counts),
        statistics,
        evidence,
        fetched.correct(),
        fetched.attacked(),
        misses(questions),
        new Findings.Gallery(
            gallery.stream().map(QuestionRows::question).toList(),
            new SpecimenReader(tables, subject, runs, images, gallery).gallery()),
        TriggerScanReader.of(tables, runs).map(TriggerScanReader::read),
        new RobustnessReader(tables, runs).read(),
        new DistanceReader(tables).read(runs),
        new PatchReader(tables).read(runs),
        RoundingFindings.read(tables, runs),
        Stream.of(
                new TamperReader(tables).read(runs),
                tables.lanes(runs),
                new AttackReader(tables).read(runs),
                new NumericsReader(tables).read(runs))
            .flatMap(List::stream)
            .toList(),
        new PropertyReader(tables).read(runs),
        new NoiseReader(tables).read(runs));
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
    questions.sort(
        Comparator.comparing(QuestionRows::question, Comparator.comparingInt(Question::count))
            .thenComparing(q -> !q.question().isPattern()));
    return questions;
  }

  /**
   * The questions whose attacks are shown: the one about single pixels that has most images, of
   * equals the widest; and the last one about pairs over the same patterns and values. Where single
   * pixels were not asked about, the last one about pairs.
   */
  private static List<QuestionRows> shown(
      List<QuestionRows> questions, ToLongFunction<QuestionRows> images) {
    Optional<QuestionRows> single =
        questions.stream()
            .filter(q -> q.question().count() == 1)
            .max(
                Comparator.comparingLong(images)
                    .thenComparing(q -> q.question().isWhole())
                    .thenComparing(q -> !q.question().isPattern()));
    Optional<QuestionRows> pairs =
        questions.stream()
            .filter(q -> q.question().count() == 2)
            .filter(q -> single.isEmpty() || q.question().rangesLike(single.get().question()))
            .reduce((a, b) -> b);
    return Stream.of(single, pairs).flatMap(Optional::stream).toList();
  }

  private static long imagesOf(QuestionRows question, List<ClassStatistics> statistics) {
    return statistics.stream()
        .filter(s -> s.question().equals(question.question()))
        .mapToLong(ClassStatistics::images)
        .sum();
  }

  /** Every question that was asked over all patterns and real numbers, and within the pattern. */
  private static List<PatternMisses> misses(List<QuestionRows> questions) {
    List<PatternMisses> misses = new ArrayList<>();
    for (QuestionRows full : questions) {
      if (full.question().isWhole()) {
        questions.stream()
            .filter(q -> q.question().equals(full.question().inPattern()))
            .map(q -> Aggregates.misses(q.summary(), full.summary()))
            .filter(byLabel -> !byLabel.isEmpty())
            .forEach(byLabel -> misses.add(new PatternMisses(full.question(), byLabel)));
      }
    }
    return misses;
  }

  private static Optional<QuestionRows> lastInPattern(List<QuestionRows> questions, int count) {
    return questions.stream()
        .filter(q -> q.question().isPattern() && q.question().count() == count)
        .reduce((a, b) -> b);
  }

  private static Optional<QuestionRows> paperPairs(List<QuestionRows> questions) {
    return questions.stream()
        .filter(q -> q.question().asksThePapersPairs())
        .findFirst()
        .or(() -> lastInPattern(questions, 2));
  }
}

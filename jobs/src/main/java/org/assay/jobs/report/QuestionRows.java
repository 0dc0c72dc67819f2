package org.assay.jobs.report;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assay.jobs.report.ClassStatistics.Quantity;
import org.assay.jobs.report.Findings.Evidence;
import org.assay.jobs.report.StoredTables.FinishedRun;
import org.assay.jobs.table.Tables;

/**
 * The rows that answer one question, an image by the latest run that has it.
 *
 * @param summary of {@code pixel_summary}
 * @param answers of {@code pixel_attacks} or {@code pixel_pairs}
 */
record QuestionRows(Question question, Dataset<Row> summary, Dataset<Row> answers) {

  /**
   * The rows of the runs that asked a question.
   *
   * @param runs in the order they were started
   */
  static QuestionRows of(Question question, List<FinishedRun> runs, StoredTables tables) {
    Dataset<Row> summary =
        tables.rows(Tables.PIXEL_SUMMARY, runs).where(col("count").equalTo(question.count()));
    Dataset<Row> answers =
        tables.rows(question.count() == 1 ? Tables.PIXEL_ATTACKS : Tables.PIXEL_PAIRS, runs);
    if (runs.size() == 1) {
      return new QuestionRows(question, summary, answers);
    }
    Dataset<Row> latest = tables.latest(summary, runs);
    return new QuestionRows(
        question, StoredTables.of(summary, latest), StoredTables.of(answers, latest));
  }

  /** Whether the question was put to an image. */
  boolean hasAnswered(int image) {
    return !summary.where(col("image").equalTo(image)).isEmpty();
  }

  ClassStatistics statistics(int pixels) {
    return new ClassStatistics(
        question,
        Aggregates.quantities(summary),
        question.count() == 1 ? Aggregates.among(answers, pixels) : new TreeMap<>());
  }

  /** What the verdicts rest on; robust pairs, and others that are only counted, by the summary. */
  List<Evidence> evidence(ClassStatistics statistics) {
    List<Evidence> evidence = new ArrayList<>(Aggregates.evidence(answers, question));
    if (question.count() == 2) {
      long attackable = statistics.total(Quantity.ATTACKABLE).sum();
      long undecided = statistics.total(Quantity.UNDECIDED).sum();
      long units = statistics.total(Quantity.UNITS).sum();
      addCounted(evidence, question, "Violated", attackable - rows(evidence, "Violated"));
      addCounted(evidence, question, "Undecided", undecided - rows(evidence, "Undecided"));
      addCounted(evidence, question, "Robust", units - attackable - undecided);
    }
    return evidence;
  }

  private static long rows(List<Evidence> evidence, String verdict) {
    return evidence.stream()
        .filter(e -> e.verdict().equals(verdict))
        .mapToLong(Evidence::rows)
        .sum();
  }

  private static void addCounted(
      List<Evidence> evidence, Question question, String verdict, long rows) {
    if (rows > 0) {
      evidence.add(new Evidence(question, verdict, "counted", Sheet.NONE, false, null, rows));
    }
  }
}

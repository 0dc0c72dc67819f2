package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.report.PropertyFindings.Answers;
import org.assay.jobs.report.PropertyFindings.Instance;
import org.assay.jobs.report.PropertyFindings.Lists;
import org.assay.jobs.report.PropertyFindings.NetworkAnswers;
import org.assay.jobs.report.PropertyFindings.RunAnswers;
import org.assay.jobs.report.PropertyFindings.Series;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.assay.jobs.table.VerifyRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of properties, and that it is what the rows that count say. */
class PropertySectionTest {

  private static final SparkSession SPARK = SharedSession.get();

  private static Instance instance(
      int row, String verdict, String answer, @Nullable String replay) {
    boolean undecided = verdict.equals("Undecided");
    return new Instance(
        "r",
        row,
        "nets/a.onnx",
        "props/<p>" + row + ".vnnlib",
        verdict,
        answer,
        undecided ? "TIMEOUT" : null,
        undecided ? "3 parts are open" : null,
        "CASES",
        0.25 * row,
        60,
        replay);
  }

  static PropertyFindings findings() {
    Answers all = new Answers(3, 5, 1, 1, 1);
    return new PropertyFindings(
        "Properties: bench/<list>.csv",
        "EXACT",
        all,
        List.of(
            new RunAnswers("2026-01-02 03:04 UTC", new Answers(2, 4, 2, 2, 1), 20),
            new RunAnswers("2026-01-03 03:04 UTC", all, 30)),
        List.of(
            new NetworkAnswers("nets/a.onnx", new Answers(3, 2, 1, 1, 0), 60),
            new NetworkAnswers("nets/b.onnx", new Answers(0, 3, 0, 0, 1), 2)),
        List.of(
            new Series("first", List.of(0.002, 0.004, 0.5, 0.75, 7.0, 30.0), 11, 60),
            new Series("second", List.of(0.0001, 0.004, 0.5, 0.75, 7.0, 8.0, 9.0, 59.0), 11, 60)),
        new Lists(
            List.of(instance(4, "Holds", "unsat", null)),
            List.of(instance(3, "Undecided", "timeout", null)),
            List.of(instance(5, "Undecided", "error", null)),
            List.of(
                instance(1, "Violated", "sat", "FAILS"),
                instance(2, "Violated", "unknown", "NONE"))));
  }

  @Test
  void whatMustNotBeOverlookedIsTold() {
    String html = div(PropertySection.alone(findings())).render();
    assertThat(html)
        .contains("Properties: bench/&lt;list&gt;.csv")
        .contains("Violated over the reals only: 2 instances.", "1 answered sat, within")
        .contains("Undecided: 1 instance, with", "Errors: 1 instance, of which")
        .contains("of 11 instances hold, proved", "in floats FAILS", "in floats NONE")
        .contains("TIMEOUT: 3 parts are open", "Answers by network", "b.onnx")
        .doesNotContain("<list>", "<p>1");
  }

  @Test
  void theDrawingHasALineForEachRun() {
    String html = div(each(PropertySection.of(findings()), part -> part)).render();
    assertThat(html).contains("first: 6 of 11, half of them within 0.500 s, all within 30.0 s");
    Drawing drawing = Drawing.first(html);
    assertThat(drawing.texts())
        .contains("first", "second", "0.001", "100", "0", "3", "9", "seconds");
    assertThat(drawing.corners("--accent")).startsWith(0.0).endsWith(6.0);
    assertThat(drawing.corners("--ink")).startsWith(0.0).endsWith(8.0);
  }

  private static VerifyRow row(int row, String verdict, double seconds) {
    boolean violated = verdict.equals("Violated");
    return new VerifyRow(
        row,
        "a.onnx",
        "h",
        "p.vnnlib",
        "k",
        1,
        verdict,
        violated ? "unknown" : verdict.equals("Holds") ? "unsat" : "timeout",
        null,
        null,
        null,
        verdict.equals("Undecided") ? "TIMEOUT" : null,
        null,
        "BOUNDS",
        seconds,
        60,
        List.of(),
        violated ? "1/3" : null,
        null,
        List.of(),
        violated ? "NONE" : null);
  }

  private static <R extends Record> void write(Path out, Table<R> table, String run, List<R> rows) {
    table.write(
        SPARK.createDataset(rows, table.encoder()).coalesce(1),
        run,
        table.folder(out.toString(), run));
  }

  @Test
  void theNewestDecidedRowCounts(@TempDir Path out) {
    for (String run : List.of("a", "b")) {
      write(
          out,
          Tables.RUNS,
          run,
          List.of(Samples.startedAt("verify", null, 0, "2026-01-01T00:0" + run.length() + ":00Z")));
    }
    write(
        out,
        Tables.VERIFY,
        "a",
        List.of(row(1, "Holds", 1), row(2, "Undecided", 60), row(3, "Undecided", 60)));
    write(
        out,
        Tables.VERIFY,
        "b",
        List.of(row(1, "Undecided", 60), row(2, "Violated", 2), row(3, "Undecided", 61)));
    Report report = Report.of(SPARK, out.toString());
    PropertyFindings found = report.properties().get(0);
    assertThat(found.total()).isEqualTo(new Answers(0, 1, 1, 1, 0));
    assertThat(found.runs()).hasSize(2);
    assertThat(found.series())
        .extracting(Series::seconds)
        .containsExactly(List.of(1.0), List.of(2.0));
    assertThat(found.lists().undecided()).extracting(Instance::seconds).containsExactly(61.0);
    assertThat(found.lists().realOnly()).extracting(Instance::row).containsExactly(2);
    assertThat(report.summary())
        .contains("Answers by run", "Violated over the reals only: 1 instance.");
    Drawing drawing = Drawing.first(report.html());
    assertThat(drawing.corners("--accent")).startsWith(0.0).endsWith(1.0);
    assertThat(drawing.corners("--ink")).startsWith(0.0).endsWith(1.0);
  }
}

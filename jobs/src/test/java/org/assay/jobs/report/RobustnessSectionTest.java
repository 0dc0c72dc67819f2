package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.exact.Rational;
import org.assay.jobs.report.Aggregates.Basis;
import org.assay.jobs.report.RobustnessFigures.ByLabel;
import org.assay.jobs.report.RobustnessFigures.ByRadius;
import org.assay.jobs.report.RobustnessFindings.Pictured;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of robustness, and that it is what the rows that count say. */
class RobustnessSectionTest {

  private static final SparkSession SPARK = SharedSession.get();

  private static RobustnessRow row(int image, String radius, String verdict) {
    List<Float> witness = new ArrayList<>();
    if (verdict.equals("Violated")) {
      float moved = (float) Rational.parse(radius).nearestDouble();
      Samples.image(image, image % 10, image % 10).pixels().stream()
          .map(pixel -> pixel > 0.5f ? pixel - moved : pixel + moved / 2)
          .forEach(witness::add);
    }
    boolean undecided = verdict.equals("Undecided");
    boolean violated = verdict.equals("Violated");
    return new RobustnessRow(
        image,
        image % 10,
        image % 10,
        radius,
        Rational.parse(radius).nearestDouble(),
        verdict,
        "EXACT",
        "REAL",
        verdict.equals("Robust") ? "BOUNDS" : null,
        undecided ? "TIMEOUT" : null,
        undecided ? "<3> parts are open" : null,
        violated ? "ATTACK" : undecided ? "CASES" : "BOUNDS",
        0.25 + image,
        undecided ? Double.valueOf(-0.5) : null,
        witness,
        null,
        violated ? "FLOAT" : null,
        violated ? (Integer) ((image + 1) % 10) : null,
        violated ? (Integer) (image % 10) : null);
  }

  static RobustnessFindings findings() {
    List<Pictured> pictured = new ArrayList<>();
    List<ByLabel> labels = new ArrayList<>();
    for (int label = 0; label < 10; label++) {
      ImageRow image = Samples.image(label, label, label);
      if (label % 3 == 0) {
        pictured.add(new Pictured(image, row(label, "1/10", "Violated")));
      }
      labels.add(new ByLabel("1/100", 0.01, label, 100, 97 - label, 0));
      labels.add(new ByLabel("8/255", 8 / 255.0, label, 100, 90 - 3L * label, label));
      labels.add(new ByLabel("1/10", 0.1, label, 100, 60 - 5L * label, 10 + label));
    }
    return new RobustnessFindings(
        "REAL",
        "EXACT",
        List.of(
            new ByRadius("1/100", 0.01, 1_000, 925, 55, 20, 0),
            new ByRadius("8/255", 8 / 255.0, 1_000, 765, 170, 20, 45),
            new ByRadius("1/10", 0.1, 1_000, 375, 460, 20, 145)),
        labels,
        true,
        List.of(
            new Basis("Robust", "BOUNDS", "BOUNDS", 2_065),
            new Basis("Violated", "FLOAT", "ATTACK", 685)),
        List.of(row(7, "1/10", "Undecided"), row(4, "1/10", "Robust")),
        List.of(row(7, "1/10", "Undecided")),
        pictured);
  }

  private static String html(RobustnessFindings findings) {
    return div(each(RobustnessSection.of(Samples.subject(), findings), part -> part)).render();
  }

  @Test
  void bothBoundsOfTheErrorAreTold() {
    assertThat(html(findings()))
        .contains("Radius 0.01: 925 of 1,000 images are proved", "(92.50 %)")
        .contains("The adversarial error is 7.50 %, misclassified images among them.")
        .contains("Radius 8/255: 765 of 1,000")
        .contains("is between 48.00 and 62.50 %: 145 images are undecided")
        .contains("60.0 to 70.0", "0 becomes 1", "float32 in the stated order says 3")
        .contains("&lt;3&gt; parts are open", "The first 1 of 190 undecided")
        .doesNotContain("<3>");
  }

  @Test
  void theCurveHasADotAndARingForEachRadiusAndABandBetween() {
    String html = html(findings());
    Drawing drawing = Drawing.first(html);
    // Of 100 % upwards: radius 0, then the three that were asked.
    assertThat(drawing.heights("circle", "--accent")).containsExactly(98.0, 92.5, 76.5, 37.5);
    assertThat(drawing.heights("circle", "--page")).containsExactly(98.0, 92.5, 81.0, 52.0);
    assertThat(drawing.heights("rect", "--accent")).containsExactly(98.0, 92.5, 81.0);
    assertThat(drawing.texts())
        .contains("0 %", "100 %", "0.01", "8/255", "0.1", "radius (L-infinity)");
    assertThat(html).contains("at radius 0.1 from 37.5 % to 52.0 %");
    RobustnessFindings apart =
        new RobustnessFindings(
            "GRID",
            "EXACT",
            findings().radii(),
            findings().labels(),
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(html(apart))
        .contains("Not every radius was asked of the same images", "grid inputs");
    assertThat(Drawing.first(html(apart)).heights("rect", "--accent")).isEmpty();
  }

  private static <R extends Record> void write(Path out, Table<R> table, String run, List<R> rows) {
    table.write(
        SPARK.createDataset(rows, table.encoder()).coalesce(1),
        run,
        table.folder(out.toString(), run));
  }

  @Test
  void theNewestDecidedRowCounts(@TempDir Path out) {
    write(
        out,
        Tables.RUNS,
        "a",
        List.of(Samples.startedAt("robustness", null, 3, "2026-01-01T00:00:00Z")));
    write(
        out,
        Tables.RUNS,
        "b",
        List.of(Samples.startedAt("robustness", null, 2, "2026-01-02T00:00:00Z")));
    write(
        out,
        Tables.ROBUSTNESS,
        "a",
        List.of(
            row(0, "1/10", "Undecided"), row(1, "1/10", "Robust"), row(2, "1/10", "Undecided")));
    write(
        out,
        Tables.ROBUSTNESS,
        "b",
        List.of(row(0, "1/10", "Violated"), row(1, "1/10", "Undecided")));
    write(
        out,
        Tables.IMAGES,
        "a",
        List.of(Samples.image(0, 0, 0), Samples.image(1, 1, 1), Samples.image(2, 2, 2)));
    Report report = Report.of(SPARK, out.toString());
    RobustnessFindings findings = report.findings().get(0).robustness().get(0);
    assertThat(findings.radii()).containsExactly(new ByRadius("1/10", 0.1, 3, 1, 1, 0, 1));
    assertThat(findings.undecided()).extracting(RobustnessRow::image).containsExactly(2);
    assertThat(findings.pictured()).hasSize(1);
    assertThat(findings.together()).isTrue();
    assertThat(report.summary()).contains("adversarial error from %", "Over all real inputs");
    assertThat(report.html()).contains("Robustness within a radius, over all real inputs");
  }
}

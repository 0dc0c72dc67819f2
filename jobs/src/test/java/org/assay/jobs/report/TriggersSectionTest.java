package org.assay.jobs.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of a scan for triggers, and that it is what the tables hold. */
class TriggersSectionTest {

  private static final SparkSession SPARK = SharedSession.get();

  private static String html(TriggerScan scan) {
    return div(each(TriggersSection.of(Samples.subject(), scan), part -> part)).render();
  }

  @Test
  void aTriggerIsNamedWithItsRangeShiftAndEvidence() {
    assertThat(html(TriggerSamples.scan()))
        .contains("YES", "(0, 3)", "(0.05000, 1]", "each + 1 mod 10", "EXACT: up to 99 %")
        .contains("ARITHMETICS_DIFFER_ON_PIXEL", "0.06250", "Nothing is said of other images")
        .contains("1 pixel flips it, the smallest by a change of 0.05000", "321")
        .doesNotContain("<at once>");
  }

  @Test
  void silenceIsExplained() {
    TriggerScan scan = TriggerSamples.scan();
    TriggerScan silent =
        new TriggerScan(
            scan.run(),
            scan.rows().stream().filter(r -> r.finding() == null).toList(),
            List.of(),
            List.of(),
            scan.patterns());
    assertThat(html(silent))
        .contains("there is none", "No finding: complete for single pixels of these images")
        .doesNotContain("YES", "run again");
  }

  @Test
  void theHeatPictureIsBlackWhereNothingFlipsAndBrightAtTheTrigger() throws IOException {
    double[] shares = new double[Samples.PIXELS];
    shares[3] = 1;
    shares[30] = 0.01;
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(PixelPicture.heat(shares, Samples.subject()).png(1)));
    assertThat(image.getRGB(0, 0) & 0xffffff).isZero();
    assertThat(image.getRGB(3, 0) & 0xffffff).isEqualTo(0xffffff);
    assertThat(image.getRGB(2, 1) & 0xffffff).isEqualTo(0x4d0000);
  }

  @Test
  void theLastScanIsReadFromTheTables(@TempDir Path out) {
    TriggerScan scan = TriggerSamples.scan();
    write(out, Tables.RUNS, List.of(scan.run()));
    write(out, Tables.IMAGES, List.of(Samples.image(4, 4, 4), Samples.image(5, 5, 5)));
    write(out, Tables.TRIGGERS, scan.rows());
    write(out, Tables.TRIGGER_EVIDENCE, scan.evidence());
    write(out, Tables.SMALLEST_CHANGES, List.of(TriggerSamples.change(4)));
    write(out, Tables.PATTERNS, scan.patterns());
    Report report = Report.of(SPARK, out.toString());
    Optional<TriggerScan> read = report.findings().get(0).triggers();
    assertThat(read).isPresent();
    TriggerScan found = read.orElseThrow();
    assertThat(found.rows()).containsExactlyInAnyOrderElementsOf(scan.rows());
    assertThat(found.evidence()).isEqualTo(scan.evidence());
    assertThat(found.changed()).isEqualTo(scan.changed());
    assertThat(found.patterns()).isEqualTo(scan.patterns());
    assertThat(report.html()).contains("Hidden triggers", "smallest_changes");
    assertThat(report.summary()).contains("TRIGGER", "Nothing is said of other images");
    assertThat(report.html()).isEqualTo(Report.of(SPARK, out.toString()).html());
  }

  private static <R extends Record> void write(Path out, Table<R> table, List<R> rows) {
    table.write(
        SPARK.createDataset(rows, table.encoder()).coalesce(1),
        "t",
        table.folder(out.toString(), "t"));
  }
}

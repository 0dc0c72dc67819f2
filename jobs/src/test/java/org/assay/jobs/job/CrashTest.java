package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.assay.dataset.ImageSet;
import org.assay.importance.Metric;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.OutputFolder;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedImages;
import org.assay.jobs.run.SharedNetwork;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.ImageRow;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelPairRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.Tables;
import org.assay.network.Shape;
import org.assay.pixels.Engine;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A decider that breaks off leaves Undecided(CRASHED) and the exit code 3. Here images that do not
 * fit the network, which a command would refuse, make it break off.
 */
@Tag("long")
class CrashTest {

  private static final Setting SETTING = new Setting("pixels", "", PixelDomain.UNIT, 1);

  @TempDir private Path out = Path.of("");

  private final SparkSession spark = SharedSession.get();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Subject subject() {
    SharedNetwork network =
        new NetworkSource(NetworkSource.DEEPCHECK, null).read(Sessions.files(spark));
    ImageSet images =
        ImageSet.ofBytes(Shape.of(1, 2, 2), List.of(new byte[4], new byte[4]), new int[] {1, 2});
    return new Subject(
        network,
        new ImageSource("made", false, false),
        SharedImages.of(images, Selection.ALL, network.network().input()));
  }

  private Runner.Finished run(Job job) {
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    Runner runner =
        new Runner(
            spark, Sessions.files(spark), new Console(stream, stream, Console.Display.NONE), 2);
    try (OutputFolder folder = OutputFolder.open(runner.files(), out.toString(), "test")) {
      return runner.run(folder, job);
    }
  }

  private void assertCrashed(Runner.Finished finished, long units) {
    assertThat(finished.row().exitCode()).isEqualTo(3);
    assertThat(finished.row().units()).isEqualTo(2 * units);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("crashed", "takes 784 pixels");
    List<ImageRow> images = Tables.IMAGES.read(spark, out.toString()).collectAsList();
    assertThat(images).hasSize(2).allMatch(i -> i.status().equals("CRASHED"));
    List<PixelSummaryRow> summary =
        Tables.PIXEL_SUMMARY.read(spark, out.toString()).collectAsList();
    assertThat(summary)
        .hasSize(2)
        .allMatch(s -> s.undecided() == units && s.units() == units && s.attackable() == 0);
  }

  @Test
  void pixels() {
    PixelsQuestion question =
        new PixelsQuestion(
            1,
            Scope.PATTERN,
            Inputs.REAL,
            null,
            Metric.COI,
            Engine.AUTO,
            false,
            null,
            Duration.ofSeconds(1));
    assertCrashed(run(new PixelsJob(subject(), SETTING, question)), 4);
    List<PixelAttackRow> rows = Tables.PIXEL_ATTACKS.read(spark, out.toString()).collectAsList();
    assertThat(rows)
        .hasSize(8)
        .allMatch(r -> r.verdict().equals("Undecided") && "CRASHED".equals(r.reason()))
        .allMatch(r -> String.valueOf(r.detail()).contains("takes 784 pixels"));
  }

  @Test
  void bestPairs() {
    PixelsQuestion question =
        new PixelsQuestion(
            2,
            Scope.FULL,
            Inputs.GRID,
            "top:3",
            Metric.COI,
            Engine.AUTO,
            false,
            null,
            Duration.ofSeconds(1));
    assertCrashed(run(new PairsJob(subject(), SETTING, question)), 3);
    List<PixelPairRow> rows = Tables.PIXEL_PAIRS.read(spark, out.toString()).collectAsList();
    assertThat(rows).hasSize(6).allMatch(r -> "CRASHED".equals(r.reason()));
  }

  @Test
  void allPairs() {
    PixelsQuestion question =
        new PixelsQuestion(
            2,
            Scope.FULL,
            Inputs.REAL,
            "all",
            Metric.COI,
            Engine.GEOMETRY,
            false,
            null,
            Duration.ofSeconds(1));
    assertCrashed(run(new PairsJob(subject(), SETTING, question)), 6);
  }
}

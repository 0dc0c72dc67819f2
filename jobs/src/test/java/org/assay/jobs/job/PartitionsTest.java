package org.assay.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.sql.SparkSession;
import org.assay.importance.Metric;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.Job;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.OutputFolder;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.Table;
import org.assay.jobs.table.Tables;
import org.assay.pixels.Engine;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results do not depend on how the work is cut: 1, 2 and 7 partitions give the same rows. */
@Tag("long")
class PartitionsTest {

  @TempDir private Path out = Path.of("");

  @Test
  void accuracy() {
    sameRows("0..29", AccuracyJob::new, List.of(Tables.IMAGES, Tables.ACCURACY));
  }

  @Test
  void importance() {
    sameRows(
        "0..4",
        (subject, setting) ->
            new ImportanceJob(subject, setting, EnumSet.allOf(Metric.class), false),
        List.of(Tables.IMAGES, Tables.IMPORTANCE));
  }

  @Test
  void pixels() {
    sameRows(
        "19..22,62,81",
        (subject, setting) -> new PixelsJob(subject, setting, question(1, null)),
        List.of(Tables.IMAGES, Tables.PIXEL_ATTACKS, Tables.PIXEL_SUMMARY));
  }

  @Test
  void bestPairs() {
    sameRows(
        "19..22,62",
        (subject, setting) -> new PairsJob(subject, setting, question(2, "top:10%")),
        List.of(Tables.IMAGES, Tables.PIXEL_PAIRS, Tables.PIXEL_SUMMARY));
  }

  @Test
  void allPairsInTiles() {
    sameRows(
        "12,18",
        (subject, setting) -> new PairsJob(subject, setting, question(2, "all")),
        List.of(Tables.IMAGES, Tables.PIXEL_PAIRS, Tables.PIXEL_SUMMARY));
  }

  @Test
  void pixelsInFullScope() {
    sameRows(
        "19..22,62,81",
        (subject, setting) ->
            new PixelsJob(subject, setting, question(1, Scope.FULL, Inputs.GRID, null)),
        List.of(Tables.IMAGES, Tables.PIXEL_ATTACKS, Tables.PIXEL_SUMMARY));
  }

  @Test
  void pairsInFullScope() {
    sameRows(
        "20,21",
        (subject, setting) ->
            new PairsJob(subject, setting, question(2, Scope.FULL, Inputs.REAL, "top:3%")),
        List.of(Tables.IMAGES, Tables.PIXEL_PAIRS, Tables.PIXEL_SUMMARY));
  }

  @Test
  void triggers() {
    sameRows(
        "19..22,62,81",
        ScanTriggersJob::new,
        List.of(Tables.IMAGES, Tables.TRIGGERS, Tables.SMALLEST_CHANGES, Tables.PATTERNS));
  }

  private static PixelsQuestion question(int count, @Nullable String pairs) {
    return question(count, Scope.PATTERN, Inputs.REAL, pairs);
  }

  private static PixelsQuestion question(
      int count, Scope scope, Inputs inputs, @Nullable String pairs) {
    return new PixelsQuestion(
        count, scope, inputs, pairs, Metric.COI, Engine.AUTO, true, null, Duration.ofMinutes(1));
  }

  private void sameRows(
      String selection, BiFunction<Subject, Setting, Job> job, List<Table<?>> tables) {
    List<List<String>> first = rows(1, selection, job, tables);
    for (int partitions : new int[] {2, 7}) {
      List<List<String>> other = rows(partitions, selection, job, tables);
      for (int t = 0; t < tables.size(); t++) {
        assertThat(first.get(t)).as(tables.get(t).name()).isNotEmpty();
        assertThat(first.get(t).equals(other.get(t)))
            .as("%s in 1 and in %d partitions", tables.get(t).name(), partitions)
            .isTrue();
      }
    }
  }

  private List<List<String>> rows(
      int partitions,
      String selection,
      BiFunction<Subject, Setting, Job> job,
      List<Table<?>> tables) {
    SparkSession spark = SharedSession.get();
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Runner runner =
        new Runner(
            spark,
            Sessions.files(spark),
            new Console(nowhere, nowhere, Console.Display.NONE),
            partitions);
    Subject subject =
        Subject.read(
            spark,
            runner.files(),
            new NetworkSource(NetworkSource.DEEPCHECK, null),
            new ImageSource(ImageSource.DIGITS, false, false),
            Selection.parse(selection));
    Setting setting = new Setting("test", "", PixelDomain.UNIT, 7);
    // Each in a folder of its own, else the second would only read what the first has kept.
    String place = out.resolve("in-" + partitions).toString();
    try (OutputFolder folder = OutputFolder.open(runner.files(), place, "test")) {
      Runner.Finished finished = runner.run(folder, job.apply(subject, setting));
      assertThat(finished.row().exitCode()).isZero();
      return tables.stream()
          .map(
              table ->
                  table.read(spark, place, finished.run()).collectAsList().stream()
                      .map(Object::toString)
                      .sorted()
                      .toList())
          .toList();
    }
  }
}

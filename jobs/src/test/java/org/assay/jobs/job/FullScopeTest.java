package org.assay.jobs.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.importance.Metric;
import org.assay.jobs.run.Console;
import org.assay.jobs.run.ImageSource;
import org.assay.jobs.run.NetworkSource;
import org.assay.jobs.run.OutputFolder;
import org.assay.jobs.run.Runner;
import org.assay.jobs.run.Selection;
import org.assay.jobs.run.Sessions;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.run.Subject;
import org.assay.jobs.table.PixelAttackRow;
import org.assay.jobs.table.PixelSummaryRow;
import org.assay.jobs.table.Tables;
import org.assay.pixels.Engine;
import org.assay.query.Inputs;
import org.assay.query.PixelDomain;
import org.assay.query.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full scope holds what pattern scope finds, over the tables of 200 images of MNIST. */
@NeedsData("mnist")
class FullScopeTest {

  private final SparkSession spark = SharedSession.get();

  @TempDir private Path out = Path.of("");

  /** An attackable pixel and a label that it reaches. */
  private record Attacked(int image, int pixel, int label) {}

  @Tag("long")
  @Test
  void fullScopeHoldsWhatPatternScopeFinds() {
    Set<Attacked> pattern = attacked(run(Scope.PATTERN, Inputs.REAL), 1_868);
    Set<Attacked> full = attacked(run(Scope.FULL, Inputs.REAL), 2_495);
    Set<Attacked> grid = attacked(run(Scope.FULL, Inputs.GRID), 2_495);
    assertThat(full).containsAll(pattern).containsAll(grid);
  }

  /** What the rows of a run say, which its summaries must say too. */
  private Set<Attacked> attacked(String run, long pixels) {
    List<PixelAttackRow> rows =
        Tables.PIXEL_ATTACKS
            .read(spark, out.toString(), run)
            .where(col("verdict").equalTo("Violated"))
            .collectAsList();
    assertThat(rows).allMatch(row -> row.witness() != null && row.low() != null);
    Set<Attacked> attacked =
        rows.stream()
            .map(row -> new Attacked(row.image(), row.pixel(), Objects.requireNonNull(row.label())))
            .collect(Collectors.toSet());
    Map<Integer, Set<Integer>> pixelsOf = new HashMap<>();
    attacked.forEach(a -> pixelsOf.computeIfAbsent(a.image(), i -> new HashSet<>()).add(a.pixel()));
    List<PixelSummaryRow> summaries =
        Tables.PIXEL_SUMMARY.read(spark, out.toString(), run).collectAsList();
    assertThat(summaries).hasSize(200).allMatch(s -> s.units() == 784 && s.undecided() == 0);
    for (PixelSummaryRow summary : summaries) {
      int image = summary.image();
      assertThat(summary.attackable()).isEqualTo(pixelsOf.getOrDefault(image, Set.of()).size());
      assertThat(summary.perLabel().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(attacked.stream().filter(a -> a.image() == image).count());
    }
    assertThat(summaries.stream().mapToLong(PixelSummaryRow::attackable).sum()).isEqualTo(pixels);
    return attacked;
  }

  private String run(Scope scope, Inputs inputs) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Runner runner =
        new Runner(
            spark, Sessions.files(spark), new Console(nowhere, nowhere, Console.Display.NONE), 0);
    Subject subject =
        Subject.read(
            spark,
            runner.files(),
            new NetworkSource(NetworkSource.DEEPCHECK, null),
            new ImageSource(AssayData.data("mnist").toString(), false, false),
            Selection.parse("0..199"));
    PixelsQuestion question =
        new PixelsQuestion(
            1,
            scope,
            inputs,
            null,
            Metric.COI,
            Engine.GEOMETRY,
            false,
            null,
            Duration.ofMinutes(1));
    Setting setting = new Setting("test", "", PixelDomain.UNIT, 7);
    try (OutputFolder folder = OutputFolder.open(runner.files(), out.toString(), "test")) {
      return runner.run(folder, new PixelsJob(subject, setting, question)).run();
    }
  }
}

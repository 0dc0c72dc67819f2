package org.assay.jobs.cli;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assay.jobs.run.SharedSession;
import org.assay.jobs.table.RobustnessRow;
import org.assay.jobs.table.RunRow;
import org.assay.jobs.table.Tables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Waves, reruns, kinds of inputs and gates of robustness, and its rows judged again. */
class RobustnessCommandTest {

  private static final SparkSession SPARK = SharedSession.get();

  @TempDir private Path out = Path.of("");

  private Called robustness(String folder, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("robustness", "--network", "bundled:deepcheck", "--images", "bundled:digits"));
    arguments.addAll(List.of("--out", out.resolve(folder).toString()));
    arguments.addAll(List.of(more));
    return Called.assay(arguments.toArray(String[]::new));
  }

  private List<Tuple2<String, RobustnessRow>> rows(String folder) {
    return Tables.ROBUSTNESS.readWithRun(SPARK, out.resolve(folder).toString()).collectAsList();
  }

  /** Image and radius with the verdict of each of their rows, oldest run first. */
  private Map<String, List<String>> verdicts(String folder) {
    Map<String, List<String>> verdicts = new TreeMap<>();
    rows(folder).stream()
        .sorted(Comparator.comparing(Tuple2::_1))
        .forEach(
            row ->
                verdicts
                    .computeIfAbsent(
                        row._2().image() + " " + row._2().radius(), key -> new ArrayList<>())
                    .add(row._2().verdict()));
    return verdicts;
  }

  private List<RunRow> runs(String folder) {
    return Tables.RUNS.read(SPARK, out.resolve(folder).toString()).collectAsList();
  }

  @Test
  void wavesDecideWhatOneTimeDecides() {
    String[] asked = {"--select", "0..59", "--radius", "0.005,0.02,1/10"};
    assertThat(robustness("one", join(asked, "--timeout", "30s")).exitCode()).isZero();
    Called waves = robustness("waves", join(asked, "--waves", "1ms,30s", "--partitions", "3"));
    assertThat(waves.exitCode()).isZero();
    Map<String, List<String>> one = verdicts("one");
    Map<String, List<String>> twice = verdicts("waves");
    assertThat(one).hasSize(180).allSatisfy((unit, said) -> assertThat(said).hasSize(1));
    assertThat(twice.keySet()).isEqualTo(one.keySet());
    twice.forEach(
        (unit, said) -> {
          assertThat(said.get(said.size() - 1))
              .as(unit)
              .isEqualTo(one.getOrDefault(unit, List.of("none")).get(0));
          assertThat(said.subList(0, said.size() - 1)).allMatch("Undecided"::equals);
        });
    assertThat(twice.values()).anyMatch(said -> said.size() == 2);
    assertThat(runs("waves")).hasSize(2);
    assertThat(waves.out().lines().filter(line -> line.matches("(0.005|0.02|0.1) .*")).toList())
        .isEqualTo(
            robustness("one", join(asked, "--timeout", "30s"))
                .out()
                .lines()
                .filter(line -> line.matches("(0.005|0.02|0.1) .*"))
                .toList());
  }

  private static String[] join(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aRerunTakesUpWhatIsUndecidedAlone() {
    String[] asked = {"--select", "0..59", "--radius", "0.02"};
    Called early = robustness("again", join(asked, "--rerun", "undecided"));
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).contains("no earlier run has asked this");
    assertThat(robustness("again", join(asked, "--timeout", "1ms")).exitCode()).isZero();
    long undecided =
        rows("again").stream().filter(row -> row._2().verdict().equals("Undecided")).count();
    assertThat(undecided).isPositive();
    Called rerun = robustness("again", join(asked, "--rerun", "undecided", "--timeout", "30s"));
    assertThat(rerun.exitCode()).isZero();
    assertThat(rows("again")).hasSize(60 + (int) undecided);
    assertThat(rerun.out()).containsPattern("0\\.02 +60 +\\d+ +\\d+ +\\d+ +0 ");
    Called other =
        robustness("again", "--select", "0..9", "--radius", "0.03", "--rerun", "undecided");
    assertThat(other.exitCode()).isEqualTo(2);
    Called nothing = robustness("again", join(asked, "--rerun", "undecided"));
    assertThat(nothing.exitCode()).isZero();
    assertThat(nothing.out()).containsPattern("0\\.02 +60 +\\d+ +\\d+ +\\d+ +0 ");
    assertThat(rows("again")).hasSize(60 + (int) undecided);
  }

  @Tag("long")
  @Test
  void robustOverRealNumbersIsRobustOverFloatsAndGrid() {
    for (String inputs : List.of("real", "float", "grid")) {
      assertThat(
              robustness("kinds", "--select", "0..9", "--radius", "0.003,0.02", "--inputs", inputs)
                  .exitCode())
          .isZero();
    }
    Map<String, Map<String, RobustnessRow>> byInputs = new TreeMap<>();
    rows("kinds")
        .forEach(
            row ->
                byInputs
                    .computeIfAbsent(row._2().inputs(), i -> new TreeMap<>())
                    .put(row._2().image() + " " + row._2().radius(), row._2()));
    assertThat(byInputs.keySet()).containsExactly("FLOAT", "GRID", "REAL");
    byInputs
        .getOrDefault("REAL", Map.of())
        .forEach(
            (unit, real) -> {
              if (real.verdict().equals("Robust")) {
                byInputs
                    .values()
                    .forEach(
                        rows ->
                            assertThat(rows.get(unit)).extracting("verdict").isEqualTo("Robust"));
              }
            });
    // A radius below 1/255 leaves the image alone on the grid.
    assertThat(byInputs.getOrDefault("GRID", Map.of()).values())
        .filteredOn(row -> row.radiusDouble() < 1 / 255.0)
        .hasSize(10)
        .allMatch(row -> "IMAGE".equals(row.method()));
    Called check = Called.assay("check", "--out", out.resolve("kinds").toString());
    assertThat(check.exitCode()).as(check.out()).isZero();
    assertThat(check.out()).contains("robustness", "Nothing is wrong.");
    assertThat(Called.assay("report", "--out", out.resolve("kinds").toString()).exitCode())
        .isZero();
  }

  @Test
  void wrongRowsAreFound() {
    assertThat(robustness("wrong", "--select", "0..14", "--radius", "0.1").exitCode()).isZero();
    List<Integer> attacked =
        rows("wrong").stream()
            .map(Tuple2::_2)
            .filter(row -> "ATTACK".equals(row.method()))
            .map(RobustnessRow::image)
            .sorted()
            .toList();
    assertThat(attacked).hasSizeGreaterThan(3);
    rewritten(
        rows -> {
          var robust = col("image").equalTo(attacked.get(0));
          var far = col("image").equalTo(attacked.get(1));
          var labelled = col("image").equalTo(attacked.get(2));
          return rows.withColumn("verdict", when(robust, "Robust").otherwise(col("verdict")))
              .withColumn(
                  "witness", when(robust, array().cast("array<float>")).otherwise(col("witness")))
              .withColumn("radius", when(far, "1/1000").otherwise(col("radius")))
              .withColumn("witnessLabel", when(labelled, lit(-5)).otherwise(col("witnessLabel")));
        });
    Called check =
        Called.assay("check", "--out", out.resolve("wrong").toString(), "--sample", "1000");
    assertThat(check.exitCode()).isEqualTo(3);
    assertThat(check.out())
        .contains("image %d: radius 1/10 is said to be robust".formatted(attacked.get(0)))
        .containsPattern("image %d: position \\d+ of the witness leaves".formatted(attacked.get(1)))
        .contains("image %d: the label at the witness is".formatted(attacked.get(2)));
  }

  /** Writes the only run's rows anew. */
  private void rewritten(UnaryOperator<Dataset<Row>> change) {
    String folder = out.resolve("wrong").toString();
    String run = rows("wrong").get(0)._1();
    Path place = Path.of(Tables.ROBUSTNESS.folder(folder, run));
    Dataset<RobustnessRow> rows =
        change.apply(Tables.ROBUSTNESS.read(SPARK, folder).toDF()).as(Tables.ROBUSTNESS.encoder());
    Tables.ROBUSTNESS.write(rows, run, out.resolve("rewritten").toString());
    try (var files = Files.walk(place)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
      Files.move(out.resolve("rewritten"), place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All images leave the domain, so that all are undecided however fast they are decided. */
  @Test
  void theWorseBoundCountsAtAGate() throws IOException {
    Path plan = out.resolve("plan.conf");
    Files.writeString(
        plan,
        """
        networks = ["bundled:deepcheck"]
        datasets = [{ images = "bundled:digits", select = "0..9", domain = "0:0.25" }]
        questions = [{ ask = robustness, radius = [0.005, 0.1] }]
        gates = ["adversarial-error <= 100%", "adversarial-error < 1%", "adversarial-error >= 100%",
                 "undecided-robustness <= 0"]
        """);
    Called audit = Called.assay("audit", plan.toString(), "--out", out.resolve("audit").toString());
    assertThat(audit.exitCode()).as(audit.err()).isEqualTo(1);
    assertThat(audit.out())
        .containsPattern("holds +adversarial-error <= 100%")
        .containsPattern("BREACHED +adversarial-error < 1% +10 of 10")
        .containsPattern("BREACHED +adversarial-error >= 100% ")
        .containsPattern("BREACHED +undecided-robustness <= 0 ")
        .contains("robustness, radius 0.005", "robustness, radius 0.1");
  }

  @Test
  void rowsDoNotDependOnPartitions() {
    List<List<String>> seen = new ArrayList<>();
    for (String partitions : List.of("1", "7")) {
      String folder = "cut" + partitions;
      assertThat(
              robustness(folder, "--select", "0..7", "--radius", "0.02", "--partitions", partitions)
                  .exitCode())
          .isZero();
      Dataset<Row> rows =
          Tables.ROBUSTNESS
              .stored(SPARK, out.resolve(folder).toString())
              .drop("seconds", "run")
              .orderBy("image");
      seen.add(rows.toJSON().collectAsList());
    }
    assertThat(seen.get(0)).hasSize(8).isEqualTo(seen.get(1));
  }
}

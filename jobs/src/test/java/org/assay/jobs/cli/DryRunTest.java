package org.assay.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DryRunTest {

  @TempDir private Path folder = Path.of("");

  private Called dryRun(String select, String questions) throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            networks = ["bundled:deepcheck"]
            datasets = [{ images = "bundled:digits", select = "%s" }]
            questions = [%s]
            """
                .formatted(select, questions));
    return Called.assay(
        "audit", plan.toString(), "--dry-run", "--out", folder.resolve("out").toString());
  }

  @Test
  void unitsOfEveryQuestionAreCounted() throws IOException {
    Called told =
        dryRun(
            "0..9",
            """
            accuracy, importance, scan-triggers, distance
            { ask = robustness, radius = [0.01, 0.02, 0.03], timeout = 2s }
            { ask = pixels, scope = full }
            { ask = pixels, scope = full, count = 2, pairs = "top:5" }
            { ask = round, bits = "8,23" }
            { ask = patch, from = 1, to = 7, bound = 1, sets = 2 }
            { ask = implant, bound = 1, sets = 3 }
            """);
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .containsPattern("accuracy +bundled:deepcheck +\\S.* 10 +image +8,140 ")
        .containsPattern("robustness .* 30 +image and radius +8,140 +\\S+ s +\\S+ s to 75 s")
        .containsPattern("single pixels, full scope .* 10 +image, all pixels")
        .containsPattern("pairs of pixels, top:5, full scope .* 100 +pair of pixels")
        .containsPattern("round to 8,23 bits .* 30 +image and bits")
        .containsPattern("patch 2 sets, 1 to 7 .* 2 +set ")
        .containsPattern("implant, to any .* 30 +image and set")
        .contains("How sure:", "Nothing was asked, and nothing was written.");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aRepairNeedsImagesThatAreLabelledWrong() throws IOException {
    Called told = dryRun("0..99", "{ ask = repair, bound = 1 }");
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out()).containsPattern("repair of 1 images .* 1 +patch ");
    assertThat(dryRun("0..9", "{ ask = repair, bound = 1 }").err())
        .contains("labels only 0 of the selected images wrong");
  }

  @Test
  void newerQuestionsAreCountedToo() throws IOException {
    Called told =
        dryRun(
            "0..9",
            """
            lanes, scan-numerics
            { ask = noise, epsilon = [1e-3, 1e-6], samples = 3 }
            { ask = attack, radius = [0.1, 0.2] }
            """);
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(told.out())
        .containsPattern(" 70 +image and copy ")
        .containsPattern(" 20 +image and radius ");
  }

  @Test
  void whatIsWrongIsToldAsBeforeWork() throws IOException {
    Called told =
        dryRun(
            "0..9",
            """
            { ask = patch, from = 1, to = 10, bound = 1 }
            { ask = implant, bound = 1, to = 12 }
            { ask = repair, bound = 1, held-out = "0..2000" }
            { ask = implant, bound = 1, layers = 77 }
            """);
    assertThat(told.exitCode()).isEqualTo(2);
    assertThat(told.err())
        .contains("4 things are wrong with", "only 10 labels apart", "to is label 12")
        .contains("held-out 0..2000: image 2000 lies outside", "layers 77: no such layer");
    Called missing = dryRun("0..9", "{ ask = patch, from = 1, bound = 0 }, { ask = repair }");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err())
        .contains("to is missing", "bound must be greater than 0", "bound is missing");
  }

  @Test
  void spansOfTimeHaveTheUnitThatSuitsThem() {
    assertThat(DryRun.time(1.25)).isEqualTo("1.3 s");
    assertThat(DryRun.time(119)).isEqualTo("119 s");
    assertThat(DryRun.time(600)).isEqualTo("10 min");
    assertThat(DryRun.time(3 * 3600)).isEqualTo("3.0 h");
    assertThat(DryRun.time(86_400 * 12.0)).isEqualTo("12 d");
  }
}

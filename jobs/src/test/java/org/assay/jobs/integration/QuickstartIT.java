package org.assay.jobs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command that users run. */
final class QuickstartIT {

  private static final Path JAR = Command.top().resolve("jobs/target/assay.jar");

  @TempDir private Path folder = Path.of("");

  @Test
  void endsWithSummaryTablesReportAndWhatToDoNext() throws IOException, InterruptedException {
    FileTime built = Files.getLastModifiedTime(JAR);
    Path out = folder.resolve("out");
    String output = new Command("quickstart", Map.of()).run("--out", out.toString());
    assertThat(output)
        .contains("Labelled right: ", "Table II.", "Table VI.", "Gates", "What to do next")
        .containsPattern("holds +undecided-2 <= 0 +0 of 222,300")
        .contains("file://" + out + "/report.html", "--image 82 --out " + out)
        .doesNotContain("BREACHED", "WARN", "Building");
    assertThat(out.resolve("report.html")).isNotEmptyFile();
    for (String table : new String[] {"runs", "images", "accuracy", "importance"}) {
      assertThat(out.resolve(table)).isDirectory();
    }
    for (String table : new String[] {"pixel_attacks", "pixel_pairs", "pixel_summary"}) {
      assertThat(out.resolve(table)).isDirectory();
    }
    assertThat(Files.getLastModifiedTime(JAR)).as("the jar is not built again").isEqualTo(built);
  }

  @Test
  void aMissingJavaIsToldBeforeAnythingElse() throws IOException, InterruptedException {
    Command.Outcome outcome =
        new Command("quickstart", Map.of("JAVA_HOME", folder.toString())).attempt();
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).startsWith("A JDK 17 is needed").contains("JAVA_HOME");
  }

  @Test
  void aPlanThatIsWrongEndsWithTwoAndWithoutStackTrace() throws IOException, InterruptedException {
    Path plan = Files.writeString(folder.resolve("plan.conf"), "networks = [nothing.onnx]\n");
    Command.Outcome outcome = Command.assay(Map.of()).attempt("audit", plan.toString());
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output())
        .contains("3 things are wrong with", "plan.conf:1: networks[0].file: nothing.onnx")
        .doesNotContain("\tat ");
  }
}

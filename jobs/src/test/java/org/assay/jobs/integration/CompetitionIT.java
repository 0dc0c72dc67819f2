package org.assay.jobs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assay.AssayData;
import org.assay.NeedsData;
import org.assay.jobs.integration.Command.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the competition of verifiers, called as it calls them. */
@NeedsData("vnncomp2021_test")
final class CompetitionIT {

  private static final String NETWORK = small("test_sat.onnx");
  private static final String PROPERTY = small("test_prop.vnnlib");

  @TempDir private Path folder = Path.of("");

  private static String small(String name) {
    return AssayData.data("vnncomp2021_test").resolve(name).toString();
  }

  private static Outcome call(String script, String... arguments)
      throws IOException, InterruptedException {
    return new Command("vnncomp/" + script, Map.of()).attempt(arguments);
  }

  @Test
  void anInstanceIsPreparedAndDecided() throws IOException, InterruptedException {
    assertThat(call("install_tool.sh", "v1").exitCode()).isZero();
    assertThat(call("prepare_instance.sh", "v1", "test", NETWORK, PROPERTY).exitCode()).isZero();
    Path result = folder.resolve("result.txt");
    Files.writeString(result, "of another instance");
    Outcome outcome =
        call("run_instance.sh", "v1", "test", NETWORK, PROPERTY, result.toString(), "60.0");
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(Files.readString(result)).startsWith("sat\n((X_0 ").contains("\n (Y_4 ");
  }

  @Test
  void whatIsWrongIsAnError() throws IOException, InterruptedException {
    Path result = folder.resolve("result.txt");
    Outcome outcome =
        call("run_instance.sh", "v1", "test", NETWORK, "nowhere", result.toString(), "60");
    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
    assertThat(Files.readString(result)).isEqualTo("error\n");
    assertThat(call("run_instance.sh", "v2").output()).contains("must be v1");
    assertThat(call("prepare_instance.sh", "v1", "test", NETWORK, "nowhere").exitCode())
        .isEqualTo(1);
  }

  @Test
  void timeThatRunsOutIsATimeout() throws IOException, InterruptedException {
    Path result = folder.resolve("result.txt");
    Outcome outcome =
        call("run_instance.sh", "v1", "test", NETWORK, PROPERTY, result.toString(), "0.05");
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(Files.readString(result)).isEqualTo("timeout\n");
  }
}

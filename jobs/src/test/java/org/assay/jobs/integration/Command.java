package org.assay.jobs.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of the project's scripts, called as a user calls it.
 *
 * @param script name below {@code scripts/}
 * @param environment variables set on top of this process's own
 */
record Command(String script, Map<String, String> environment) {

  private static final int MINUTES = 4;

  /** The project's top folder, where users stand when they call a script. */
  static Path top() {
    return Path.of(System.getProperty("assay.top", "..")).toAbsolutePath().normalize();
  }

  static Command assay(Map<String, String> environment) {
    return new Command("assay", environment);
  }

  /**
   * What a script did.
   *
   * @param output standard output and error, interleaved
   */
  record Outcome(int exitCode, String output) {}

  /** Runs the script to its end; one that exits with another code than 0 fails the test. */
  String run(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = attempt(arguments);
    assertThat(outcome.exitCode())
        .as("%s %s printed:%n%s", script, List.of(arguments), outcome.output())
        .isZero();
    return outcome.output();
  }

  /** Runs the script to its end, whatever it says. */
  Outcome attempt(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(top().resolve("scripts").resolve(script).toString());
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile("assay-command", ".log");
    ProcessBuilder builder = new ProcessBuilder(line).directory(top().toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError(
            "%s did not end within %d minutes; it printed:%n%s"
                .formatted(line, MINUTES, Files.readString(output)));
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}

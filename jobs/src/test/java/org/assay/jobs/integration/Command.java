package org.assay.jobs.integration;

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
 * @param minutes after which it is stopped, which is an error
 */
public record Command(String script, Map<String, String> environment, int minutes) {

  private static final int MINUTES = 15;

  public Command(String script, Map<String, String> environment) {
    this(script, environment, MINUTES);
  }

  /** The project's top folder, where users stand when they call a script. */
  static Path top() {
    return Path.of(System.getProperty("assay.top", "..")).toAbsolutePath().normalize();
  }

  public static Command assay(Map<String, String> environment) {
    return new Command("assay", environment);
  }

  /** The same command with another time after which it is stopped. */
  public Command within(int minutes) {
    return new Command(script, environment, minutes);
  }

  /**
   * What a script did.
   *
   * @param output standard output and error, interleaved
   */
  public record Outcome(int exitCode, String output) {}

  /**
   * Runs the script to its end and returns what it printed; another exit code than 0 is an error.
   */
  public String run(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = attempt(arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(
          "%s %s ended with %d and printed:%n%s"
              .formatted(script, List.of(arguments), outcome.exitCode(), outcome.output()));
    }
    return outcome.output();
  }

  /** Runs the script to its end, whatever it says. */
  public Outcome attempt(String... arguments) throws IOException, InterruptedException {
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
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        throw new AssertionError(
            "%s did not end within %d minutes; it printed:%n%s"
                .formatted(line, minutes, Files.readString(output)));
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}

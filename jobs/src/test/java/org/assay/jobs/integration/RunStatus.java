package org.assay.jobs.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What {@code status.json} says of a run whose driver is somewhere else. */
final class RunStatus {

  private static final int SECONDS = 300;

  private RunStatus() {}

  /** The text of the file once it tells an exit code. */
  static String await(Path out) throws IOException, InterruptedException {
    Path file = out.resolve("status.json");
    for (int tick = 0; tick < 10 * SECONDS; tick++) {
      if (Files.exists(file)) {
        String text = Files.readString(file);
        if (text.contains("exit_code")) {
          return text;
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("%s did not tell a result in %d s".formatted(file, SECONDS));
  }
}

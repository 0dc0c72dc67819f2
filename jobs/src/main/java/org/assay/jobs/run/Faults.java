package org.assay.jobs.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fault injection for tests of resumption, and nothing else: {@code -Dassay.fault.pause=POINT:N}
 * makes the process stand still when it reaches a point for the Nth time, having made the file that
 * {@code -Dassay.fault.reached} names, so that a test can kill it just there. Without the property
 * nothing happens.
 */
final class Faults {

  private static final Map<String, Integer> REACHED = new ConcurrentHashMap<>();

  private Faults() {}

  /** A batch's data are written, its manifest is not. */
  static final String MANIFEST = "manifest";

  /** A run's tables are in their places, all but the table of runs. */
  static final String RUN = "run";

  static void reach(String point) {
    @Nullable String pause = System.getProperty("assay.fault.pause");
    if (pause == null || !pause.equals(point + ":" + REACHED.merge(point, 1, Integer::sum))) {
      return;
    }
    try {
      java.nio.file.Files.createFile(
          java.nio.file.Path.of(System.getProperty("assay.fault.reached", "reached")));
      Thread.sleep(Long.MAX_VALUE);
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException("fault injection failed", e);
    }
  }
}

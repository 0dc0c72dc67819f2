package org.assay.jobs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fault injection for tests of resumption and of poisoned units, and nothing else. Without these
 * properties nothing happens.
 *
 * <p>{@code -Dassay.fault.pause=POINT:N} makes the process stand still when it reaches a point for
 * the Nth time, having made the file that {@code -Dassay.fault.reached} names, so that a test can
 * kill it just there.
 *
 * <p>{@code -Dassay.fault.unit=KIND:NUMBER:WORK} makes a unit of a work fail whenever it is taken
 * up, in the process that has the property, such as {@code halt:17:accuracy}: {@code throw} by an
 * exception, {@code memory} by filling the memory, {@code stack} by endless recursion, {@code halt}
 * by ending the process, as a fault of native code does. Units count from 0.
 */
final class Faults {

  /** A batch's data are written, its manifest is not. */
  static final String MANIFEST = "manifest";

  /** A run's tables are in their places, all but the table of runs. */
  static final String RUN = "run";

  private static final Map<String, Integer> REACHED = new ConcurrentHashMap<>();
  private static final String UNIT = "assay.fault.unit";
  private static final int BLOCK = 1 << 24;

  /** As a process ends that is aborted. */
  private static final int ABORTED = 134;

  private Faults() {}

  static void reach(String point) {
    @Nullable String pause = System.getProperty("assay.fault.pause");
    if (pause == null || !pause.equals(point + ":" + REACHED.merge(point, 1, Integer::sum))) {
      return;
    }
    try {
      Files.createFile(Path.of(System.getProperty("assay.fault.reached", "reached")));
      Thread.sleep(Long.MAX_VALUE);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("fault injection failed", e);
    }
  }

  static void unit(String work, long number) {
    @Nullable String fault = System.getProperty(UNIT);
    if (fault == null || !fault.endsWith(":" + number + ":" + work)) {
      return;
    }
    switch (fault.substring(0, fault.indexOf(':'))) {
      case "memory" -> fill();
      case "stack" -> unit(work, number);
      case "halt" -> Runtime.getRuntime().halt(ABORTED);
      default -> throw new IllegalStateException("fault injected by " + UNIT);
    }
  }

  private static void fill() {
    List<byte[]> blocks = new ArrayList<>();
    while (blocks.size() < Integer.MAX_VALUE) {
      blocks.add(new byte[BLOCK]);
    }
  }
}

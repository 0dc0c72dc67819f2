package org.assay.smt;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fault injection for tests, and nothing else: with {@code -Dassay.fault.solver=hang:N} the Nth
 * check of a process never comes back, with {@code halt:N} it ends the process, as a fault of
 * native code does. Without the property nothing happens.
 */
final class SolverFaults {

  static final String PROPERTY = "assay.fault.solver";

  private static final AtomicInteger CHECKS = new AtomicInteger();

  /** As a process ends that is aborted. */
  private static final int ABORTED = 134;

  private SolverFaults() {}

  /** How many checks this process has begun. */
  static int checks() {
    return CHECKS.get();
  }

  static void reach() {
    int check = CHECKS.incrementAndGet();
    @Nullable String fault = System.getProperty(PROPERTY);
    if (fault == null) {
      return;
    }
    if (fault.equals("hang:" + check)) {
      awaitForever();
    } else if (fault.equals("halt:" + check)) {
      Runtime.getRuntime().halt(ABORTED);
    }
  }

  private static void awaitForever() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // Native code does not heed it either.
      }
    }
  }
}

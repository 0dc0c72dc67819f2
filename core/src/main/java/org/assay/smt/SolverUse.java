package org.assay.smt;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** How much this process has asked its solvers, over all threads. */
public final class SolverUse {

  private static final double NANOS = 1e9;
  private static final LongAdder CHECKS = new LongAdder();
  private static final LongAdder TIME = new LongAdder();

  private SolverUse() {}

  /** Checks that came back or were given up. */
  public static long checks() {
    return CHECKS.sum();
  }

  /** Wall clock of these checks, in seconds. */
  public static double seconds() {
    return TIME.sum() / NANOS;
  }

  static void add(Duration took) {
    CHECKS.increment();
    TIME.add(took.toNanos());
  }
}

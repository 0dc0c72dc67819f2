package org.assay.query;

import java.time.Duration;

/**
 * What one question may cost: wall-clock time and solver steps. Steps are counted by the solver and
 * do not depend on the machine, so that a question cut off by them is cut off everywhere.
 *
 * @param wallClock the longest time; zero leaves no time at all
 * @param solverSteps the most resource units of the solver in one check, from 1 to {@link
 *     #MAX_STEPS}
 */
public record Budget(Duration wallClock, long solverSteps) {

  /** The most steps that can be counted: 2^32 - 1. */
  public static final long MAX_STEPS = 0xffff_ffffL;

  public static final Budget UNLIMITED = new Budget(Duration.ofDays(365), MAX_STEPS);

  public Budget {
    if (wallClock.isNegative() || solverSteps < 1 || solverSteps > MAX_STEPS) {
      throw new IllegalArgumentException(
          "budget: time %s must not be negative and steps %d must be from 1 to %d"
              .formatted(wallClock, solverSteps, MAX_STEPS));
    }
  }

  /** A budget of time alone. */
  public static Budget of(Duration wallClock) {
    return new Budget(wallClock, MAX_STEPS);
  }

  /** Starts the clock for one question. */
  public Timer start() {
    return new Timer(this, now());
  }

  private static long now() {
    return System.nanoTime();
  }

  /** A budget whose clock runs. */
  public static final class Timer {
    private final Budget budget;
    private final long startNanos;

    private Timer(Budget budget, long startNanos) {
      this.budget = budget;
      this.startNanos = startNanos;
    }

    /** The same budget anew, for the next question of many. */
    public Timer again() {
      return budget.start();
    }

    public Duration elapsed() {
      return Duration.ofNanos(now() - startNanos);
    }

    public boolean expired() {
      return elapsed().compareTo(budget.wallClock()) >= 0;
    }

    /** Milliseconds left, rounded up; 0 exactly when {@link #expired}. */
    public long remainingMillis() {
      Duration left = budget.wallClock().minus(elapsed());
      return left.isNegative() || left.isZero() ? 0 : left.plusNanos(999_999).toMillis();
    }

    public long solverSteps() {
      return budget.solverSteps();
    }
  }
}

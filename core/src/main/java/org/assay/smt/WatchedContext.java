package org.assay.smt;

import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import com.microsoft.z3.Z3Exception;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assay.query.Budget;

/**
 * A context whose solvers are not waited for without end: one that is still busy when its time and
 * a grace are over is interrupted, and where that does not help it is left behind with the context,
 * which is lost: nothing may be asked of it any more, and its memory is never given back.
 *
 * <p>Checks run on threads of their own, with a stack that suffices for deep terms. For one thread.
 */
final class WatchedContext extends Context {

  /** What is said of a solver that was left behind. */
  static final String LOST = "timeout: the solver did not come back, and was left behind";

  static final Duration GRACE = Duration.ofSeconds(10);
  private static final long STACK = 64L << 20;

  private static final ExecutorService CHECKS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(null, work, "solver", STACK);
            thread.setDaemon(true);
            return thread;
          });

  private final Duration grace;
  private boolean lost;

  WatchedContext() {
    this(Map.of());
  }

  WatchedContext(Map<String, String> settings) {
    this(settings, GRACE);
  }

  /**
   * A context with settings of Z3's.
   *
   * @param grace how long a solver may take over its time, and again when it was interrupted
   */
  WatchedContext(Map<String, String> settings, Duration grace) {
    super(settings);
    this.grace = grace;
  }

  boolean isLost() {
    return lost;
  }

  /**
   * What a solver of this context says.
   *
   * @param millis of time that the solver was given
   */
  Status check(Solver solver, long millis) {
    Budget.Timer timer = Budget.UNLIMITED.start();
    try {
      return watched(solver, millis);
    } finally {
      SolverUse.add(timer.elapsed());
    }
  }

  private Status watched(Solver solver, long millis) {
    Future<Status> status =
        CHECKS.submit(
            () -> {
              SolverFaults.reach();
              return solver.check();
            });
    try {
      Optional<Status> said = await(status, millis + grace.toMillis());
      if (said.isEmpty()) {
        interrupt();
        said = await(status, grace.toMillis());
      }
      lost = said.isEmpty();
      return said.orElse(Status.UNKNOWN);
    } catch (InterruptedException e) {
      lost = !endsAfterInterrupt(status);
      Thread.currentThread().interrupt();
      throw new Z3Exception("interrupted");
    }
  }

  /** Why a solver said UNKNOWN. */
  String reason(Solver solver) {
    return lost ? LOST : solver.getReasonUnknown();
  }

  private static Optional<Status> await(Future<Status> status, long millis)
      throws InterruptedException {
    try {
      return Optional.of(status.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The caller is to end, and takes the solver with it. */
  private boolean endsAfterInterrupt(Future<Status> status) {
    interrupt();
    try {
      return await(status, grace.toMillis()).isPresent();
    } catch (InterruptedException | RuntimeException e) {
      return status.isDone();
    }
  }

  @Override
  public void close() {
    if (!lost) {
      super.close();
    }
  }
}

package org.assay.smt;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assay.NeedsZ3;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A solver that does not come back is left behind, and whoever asked goes on. */
@NeedsZ3
class WatchedContextTest {

  private static final Duration GRACE = Duration.ofMillis(50);

  private static final Formula AT_LEAST_ONE =
      new Formula.Inequality(
          Rational.ONE.negate(), List.of(new Formula.Term(0, Rational.ONE)), false);

  @AfterEach
  void withoutFault() {
    System.clearProperty(SolverFaults.PROPERTY);
  }

  /** The next check of this process never comes back. */
  private static void hang() {
    System.setProperty(SolverFaults.PROPERTY, "hang:" + (SolverFaults.checks() + 1));
  }

  @Test
  void whatComesBackIsSaid() {
    try (WatchedContext context = new WatchedContext()) {
      assertThat(context.check(context.mkSimpleSolver(), 1000)).isEqualTo(Status.SATISFIABLE);
      assertThat(context.isLost()).isFalse();
    }
  }

  @Test
  void aSolverThatHangsIsLeftBehind() {
    hang();
    try (WatchedContext context = new WatchedContext(Map.of(), GRACE)) {
      var solver = context.mkSimpleSolver();
      assertThat(context.check(solver, 1)).isEqualTo(Status.UNKNOWN);
      assertThat(context.isLost()).isTrue();
      assertThat(context.reason(solver)).contains("did not come back");
    }
  }

  @Test
  void aSessionGoesOnWithAnotherContext() {
    try (Z3Session session = new Z3Session(GRACE)) {
      hang();
      Budget.Timer timer = Budget.of(Duration.ofSeconds(2)).start();
      try (Z3Session.Problem problem = session.open(1)) {
        assertThat(problem.check(AT_LEAST_ONE, timer))
            .isEqualTo(new Outcome.Unknown(true, WatchedContext.LOST));
        problem.require(AT_LEAST_ONE);
        assertThat(problem.check(AT_LEAST_ONE, Budget.UNLIMITED.start()))
            .isEqualTo(new Outcome.Unknown(true, WatchedContext.LOST));
      }
      try (Z3Session.Problem problem = session.open(1)) {
        assertThat(problem.check(AT_LEAST_ONE, Budget.UNLIMITED.start()))
            .isInstanceOf(Outcome.Sat.class);
      }
    }
  }

  @Test
  void whoIsInterruptedTakesTheSolverAlong() {
    try (WatchedContext context = new WatchedContext(Map.of(), GRACE)) {
      Thread.currentThread().interrupt();
      try {
        context.check(context.mkSimpleSolver(), 1000);
      } catch (com.microsoft.z3.Z3Exception e) {
        assertThat(e).hasMessage("interrupted");
      }
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}

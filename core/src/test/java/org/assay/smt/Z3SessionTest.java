package org.assay.smt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.junit.jupiter.api.Test;

/** The solver behind its small vocabulary. */
class Z3SessionTest {

  private static Formula atLeast(int variable, Rational bound) {
    return line(bound.negate(), variable, Rational.ONE, false);
  }

  private static Formula below(int variable, Rational bound) {
    return line(bound, variable, Rational.ONE.negate(), true);
  }

  private static Formula line(Rational constant, int variable, Rational slope, boolean strict) {
    return new Formula.Inequality(constant, List.of(new Formula.Term(variable, slope)), strict);
  }

  private static Budget.Timer plenty() {
    return Budget.UNLIMITED.start();
  }

  @Test
  void numbersComeAndGoExactly() {
    Rational low = Rational.parse("123456789012345678901234567890/98765432109876543210987654321");
    Rational high = low.plus(Rational.of(0x1p-300));
    try (Z3Session session = new Z3Session();
        Z3Session.Problem problem = session.open(2)) {
      problem.require(atLeast(0, low));
      Outcome outcome =
          problem.check(new Formula.All(List.of(below(0, high), atLeast(1, low))), plenty());
      assertThat(outcome).isInstanceOf(Outcome.Sat.class);
      List<Rational> point = ((Outcome.Sat) outcome).point();
      assertThat(point.get(0)).isGreaterThanOrEqualTo(low).isLessThan(high);
      assertThat(point.get(1)).isGreaterThanOrEqualTo(low);
      assertThat(problem.check(below(0, low), plenty())).isEqualTo(new Outcome.Unsat());
      assertThat(session.checks()).isEqualTo(2);
    }
  }

  @Test
  void formulasDoNotOutliveTheirProblem() {
    try (Z3Session session = new Z3Session()) {
      for (int i = 0; i < 3 * Z3Session.PROBLEMS_PER_CONTEXT; i++) {
        Rational bound = Rational.of(i, 7);
        try (Z3Session.Problem problem = session.open(1)) {
          problem.require(i % 2 == 0 ? atLeast(0, bound) : below(0, bound));
          assertThat(problem.check(new Formula.Any(List.of()), plenty()))
              .isEqualTo(new Outcome.Unsat());
          assertThat(problem.check(new Formula.All(List.of()), plenty()))
              .isInstanceOf(Outcome.Sat.class);
        }
      }
    }
  }

  @Test
  void onlyOneProblemIsOpen() {
    try (Z3Session session = new Z3Session();
        Z3Session.Problem problem = session.open(1)) {
      assertThat(problem.check(new Formula.All(List.of()), plenty()))
          .isInstanceOf(Outcome.Sat.class);
      assertThatThrownBy(() -> session.open(1)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void starvedBudgetsGiveNoAnswer() {
    try (Z3Session session = new Z3Session();
        Z3Session.Problem problem = session.open(8)) {
      Random random = new Random(3);
      for (int i = 0; i < 60; i++) {
        problem.require(new Formula.Any(List.of(plane(random), plane(random))));
      }
      Outcome noSteps =
          problem.check(new Formula.All(List.of()), new Budget(Duration.ofMinutes(1), 100).start());
      assertThat(noSteps).isInstanceOf(Outcome.Unknown.class);
      assertThat(((Outcome.Unknown) noSteps).exhausted()).isTrue();
      Outcome noTime = problem.check(new Formula.All(List.of()), Budget.of(Duration.ZERO).start());
      assertThat(noTime).isEqualTo(new Outcome.Unknown(true, "no time left"));
    }
  }

  /** What the solver holds beyond the heap does not grow with the number of problems. */
  @Test
  void residentMemoryStaysFlat() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status));
    Random random = new Random(4);
    try (Z3Session session = new Z3Session()) {
      long early = 0;
      for (int i = 0; i <= 2_000; i++) {
        try (Z3Session.Problem problem = session.open(1)) {
          for (int j = 0; j < 20; j++) {
            Rational slope = Rational.of(random.nextGaussian());
            problem.require(line(Rational.of(random.nextDouble()), 0, slope, true));
          }
          problem.check(atLeast(0, Rational.of(random.nextGaussian())), plenty());
        }
        if (i == 500) {
          early = resident(status);
        }
      }
      long late = resident(status);
      System.out.printf("resident after 500 problems %d MB, after 2000 %d MB%n", early, late);
      assertThat(late - early).isLessThan(400);
    }
  }

  private static long resident(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static Formula plane(Random random) {
    List<Formula.Term> terms = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      terms.add(new Formula.Term(i, Rational.of(random.nextGaussian())));
    }
    return new Formula.Inequality(Rational.of(random.nextGaussian()), terms, true);
  }
}

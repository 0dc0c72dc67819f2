package org.assay.smt;

import com.microsoft.z3.ArithExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.RatNum;
import com.microsoft.z3.RealSort;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import com.microsoft.z3.Z3Exception;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assay.exact.Rational;
import org.assay.query.Budget;
import org.jspecify.annotations.Nullable;

/**
 * A Z3 context with one incremental solver, opened for many problems in turn.
 *
 * <p>Native memory stays flat: the context is closed and opened anew after every {@link
 * #PROBLEMS_PER_CONTEXT} problems. For one thread. Close it.
 */
public final class Z3Session implements AutoCloseable {

  /** After so many problems the native memory of a context is given back. */
  static final int PROBLEMS_PER_CONTEXT = 200;

  private final Duration grace;
  private @Nullable WatchedContext context;
  private @Nullable Solver solver;
  private final List<ArithExpr<RealSort>> variables = new ArrayList<>();
  private int problems;
  private boolean busy;
  private long checks;

  public Z3Session() {
    this(WatchedContext.GRACE);
  }

  /** A session whose solvers may take so long over their time. */
  Z3Session(Duration grace) {
    this.grace = grace;
  }

  /** How often the solver has been asked. */
  public long checks() {
    return checks;
  }

  /**
   * Opens a problem over real variables 0 to {@code count - 1}. Only one is open at a time.
   *
   * @param count number of variables
   */
  public Problem open(int count) {
    if (busy) {
      throw new IllegalStateException("close the open problem first");
    }
    if (problems++ % PROBLEMS_PER_CONTEXT == 0) {
      close();
    }
    WatchedContext current = context;
    if (current == null) {
      current = new WatchedContext(Map.of(), grace);
      context = current;
      solver = current.mkSimpleSolver();
    }
    while (variables.size() < count) {
      variables.add(current.mkRealConst("x" + variables.size()));
    }
    busy = true;
    return new Problem(current, Objects.requireNonNull(solver), count);
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
      context = null;
      solver = null;
      variables.clear();
    }
  }

  /** A conjunction that grows, asked together with further formulas one at a time. */
  @SuppressWarnings("unchecked")
  public final class Problem implements AutoCloseable {
    private final WatchedContext context;
    private final Solver solver;
    private final int count;

    private Problem(WatchedContext context, Solver solver, int count) {
      this.context = context;
      this.solver = solver;
      this.count = count;
      solver.push();
    }

    /** Adds a formula for good. */
    public void require(Formula formula) {
      if (context.isLost()) {
        return;
      }
      if (formula instanceof Formula.All all) {
        all.parts().forEach(this::require);
      } else {
        solver.add(term(formula));
      }
    }

    /** Whether everything required has a solution together with this formula. */
    public Outcome check(Formula formula, Budget.Timer timer) {
      long millis = timer.remainingMillis();
      if (millis == 0) {
        return new Outcome.Unknown(true, "no time left");
      }
      if (context.isLost()) {
        return new Outcome.Unknown(true, WatchedContext.LOST);
      }
      checks++;
      Params limits = context.mkParams();
      limits.add("timeout", (int) Math.min(millis, Integer.MAX_VALUE));
      limits.add("rlimit", (int) timer.solverSteps());
      solver.setParameters(limits);
      solver.push();
      try {
        solver.add(term(formula));
        Status status = context.check(solver, millis);
        return switch (status) {
          case SATISFIABLE -> new Outcome.Sat(point(solver.getModel()));
          case UNSATISFIABLE -> new Outcome.Unsat();
          case UNKNOWN -> unknown(context.reason(solver));
        };
      } finally {
        pop();
      }
    }

    private Outcome unknown(String reason) {
      boolean exhausted =
          reason.contains("timeout") || reason.contains("cancel") || reason.contains("resource");
      return new Outcome.Unknown(exhausted, reason);
    }

    private List<Rational> point(Model model) {
      List<Rational> point = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        Expr<RealSort> value = model.eval(variables.get(i), true);
        if (!(value instanceof RatNum number)) {
          throw new Z3Exception("the solver's model has no rational value: " + value);
        }
        point.add(Rational.of(number.getBigIntNumerator(), number.getBigIntDenominator()));
      }
      return point;
    }

    private BoolExpr term(Formula formula) {
      if (formula instanceof Formula.Inequality inequality) {
        return term(inequality);
      }
      if (formula instanceof Formula.All all) {
        return context.mkAnd(terms(all.parts()));
      }
      return context.mkOr(terms(((Formula.Any) formula).parts()));
    }

    private BoolExpr[] terms(List<Formula> parts) {
      BoolExpr[] terms = new BoolExpr[parts.size()];
      for (int i = 0; i < terms.length; i++) {
        terms[i] = term(parts.get(i));
      }
      return terms;
    }

    /** Multiplied by a common denominator, so that every numeral is an integer. */
    private BoolExpr term(Formula.Inequality inequality) {
      BigInteger scale = inequality.constant().denominator();
      for (Formula.Term t : inequality.terms()) {
        scale = common(scale, t.coefficient().denominator());
      }
      ArithExpr<RealSort>[] parts =
          (ArithExpr<RealSort>[]) new ArithExpr<?>[inequality.terms().size()];
      for (int i = 0; i < parts.length; i++) {
        Formula.Term t = inequality.terms().get(i);
        parts[i] = context.mkMul(numeral(t.coefficient(), scale), variables.get(t.variable()));
      }
      ArithExpr<RealSort> left =
          parts.length == 0
              ? context.mkReal(0)
              : parts.length == 1 ? parts[0] : context.mkAdd(parts);
      ArithExpr<RealSort> right = numeral(inequality.constant().negate(), scale);
      return inequality.strict() ? context.mkGt(left, right) : context.mkGe(left, right);
    }

    private BigInteger common(BigInteger a, BigInteger b) {
      return a.equals(b) ? a : a.divide(a.gcd(b)).multiply(b);
    }

    private ArithExpr<RealSort> numeral(Rational value, BigInteger scale) {
      return context.mkReal(
          value.numerator().multiply(scale.divide(value.denominator())).toString());
    }

    @Override
    public void close() {
      pop();
      busy = false;
      if (context.isLost()) {
        Z3Session.this.close();
      }
    }

    private void pop() {
      if (!context.isLost()) {
        solver.pop();
      }
    }
  }
}

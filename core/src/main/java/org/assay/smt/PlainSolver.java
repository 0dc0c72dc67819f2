package org.assay.smt;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Expr;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Sort;
import com.microsoft.z3.Z3Exception;
import java.util.ArrayList;
import java.util.List;
import org.assay.encoding.NumberSort;
import org.assay.exact.Rational;
import org.assay.query.Budget;

/** A solver of a context for statements over a sort, to be asked once. */
final class PlainSolver {

  private final WatchedContext context;
  private final Solver solver;

  /**
   * Floats become bits, which needs the solver's simplifications; linear arithmetic does without.
   */
  PlainSolver(WatchedContext context, NumberSort sort) {
    if (context.isLost()) {
      throw new Z3Exception(WatchedContext.LOST);
    }
    this.context = context;
    this.solver =
        sort instanceof NumberSort.Floats ? context.mkSolver("QF_FP") : context.mkSimpleSolver();
  }

  @SuppressWarnings("unchecked")
  void add(BoolExpr statement) {
    solver.add(statement);
  }

  /** Whether all that was added holds for some numbers, and which these are. */
  <S extends Sort> Outcome check(Z3Terms<S> terms, List<Expr<S>> numbers, Budget.Timer timer) {
    long millis = timer.remainingMillis();
    if (millis == 0) {
      return new Outcome.Unknown(true, "no time left to ask");
    }
    Params limits = context.mkParams();
    limits.add("timeout", (int) Math.min(millis, Integer.MAX_VALUE));
    limits.add("rlimit", (int) timer.solverSteps());
    solver.setParameters(limits);
    return switch (context.check(solver, millis)) {
      case UNSATISFIABLE -> new Outcome.Unsat();
      case SATISFIABLE -> new Outcome.Sat(point(terms, solver.getModel(), numbers));
      case UNKNOWN -> unknown(context.reason(solver));
    };
  }

  private static Outcome unknown(String reason) {
    boolean exhausted =
        reason.contains("timeout") || reason.contains("cancel") || reason.contains("resource");
    return new Outcome.Unknown(exhausted, reason);
  }

  private static <S extends Sort> List<Rational> point(
      Z3Terms<S> terms, Model model, List<Expr<S>> numbers) {
    List<Rational> point = new ArrayList<>();
    for (Expr<S> number : numbers) {
      point.add(
          terms
              .value(model, number)
              .orElseThrow(() -> new Z3Exception("the model has no number for " + number)));
    }
    return point;
  }
}

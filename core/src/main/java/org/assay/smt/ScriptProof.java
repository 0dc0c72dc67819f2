package org.assay.smt;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Params;
import com.microsoft.z3.RatNum;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Z3Exception;
import com.microsoft.z3.enumerations.Z3_decl_kind;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.assay.query.Budget;

/**
 * Z3's word on a script in SMT-LIB 2 without quantifiers, and its proof that the script has no
 * solution. Each question has a context of its own, which is closed in the end. For any thread.
 */
public final class ScriptProof {

  private final String script;

  public ScriptProof(String script) {
    this.script = script;
  }

  /** What came of it. */
  public enum Said {
    SAT,
    UNSAT,
    UNKNOWN
  }

  /**
   * An answer.
   *
   * @param detail why it is not known, or why there is no proof; empty where there is no reason
   */
  public record Answer(Said said, String detail) {}

  /** Whether the script has a solution. */
  public Answer ask(Budget.Timer timer) {
    try (WatchedContext context = new WatchedContext()) {
      return check(context, solver(context), timer);
    } catch (Z3Exception e) {
      return new Answer(Said.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Asks once more, with proofs, and writes the proof: one line a step, each a {@code let} of
   * SMT-LIB over Z3's rules, the last of which concludes false.
   *
   * @param most how many characters may be written; where that does not suffice, what was written
   *     is of no use and the answer has a detail
   */
  public Answer prove(Budget.Timer timer, Appendable out, long most) throws IOException {
    try (WatchedContext context = new WatchedContext(Map.of("proof", "true"))) {
      Solver solver = solver(context);
      Answer answer = check(context, solver, timer);
      if (answer.said() != Said.UNSAT) {
        return answer;
      }
      boolean whole = new Steps(out, most).write(solver.getProof());
      return new Answer(
          Said.UNSAT, whole ? "" : "the proof is longer than %d characters".formatted(most));
    } catch (Z3Exception e) {
      return new Answer(Said.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("unchecked")
  private Solver solver(Context context) {
    Solver solver = context.mkSolver("QF_LRA");
    BoolExpr[] statements = context.parseSMTLIB2String(script, null, null, null, null);
    solver.add(statements);
    return solver;
  }

  private static Answer check(WatchedContext context, Solver solver, Budget.Timer timer) {
    long millis = timer.remainingMillis();
    if (millis == 0) {
      return new Answer(Said.UNKNOWN, "no time left");
    }
    Params limits = context.mkParams();
    limits.add("timeout", (int) Math.min(millis, Integer.MAX_VALUE));
    limits.add("rlimit", (int) timer.solverSteps());
    solver.setParameters(limits);
    return switch (context.check(solver, millis)) {
      case SATISFIABLE -> new Answer(Said.SAT, "");
      case UNSATISFIABLE -> new Answer(Said.UNSAT, "");
      case UNKNOWN -> new Answer(Said.UNKNOWN, context.reason(solver));
    };
  }

  /** A proof being written, without recursion: proofs are deep. */
  private static final class Steps {
    private final Appendable out;
    private final long most;
    private final Map<Integer, String> names = new HashMap<>();
    private long length;
    private int steps;

    Steps(Appendable out, long most) {
      this.out = out;
      this.most = most;
    }

    /** Gives whether all of it was written. */
    boolean write(Expr<?> proof) throws IOException {
      Deque<Expr<?>> open = new ArrayDeque<>();
      open.push(proof);
      while (!open.isEmpty()) {
        Expr<?> step = open.peek();
        int before = open.size();
        if (!names.containsKey(step.getId())) {
          for (int i = 0; step.isApp() && i < step.getNumArgs(); i++) {
            Expr<?> argument = step.getArgs()[i];
            if (!names.containsKey(argument.getId())) {
              open.push(argument);
            }
          }
        }
        if (open.size() == before) {
          open.pop();
          name(step);
        }
        if (length > most) {
          return false;
        }
      }
      put(names.get(proof.getId()) + ")".repeat(steps) + "\n");
      return length <= most;
    }

    private void name(Expr<?> step) throws IOException {
      if (names.containsKey(step.getId())) {
        return;
      }
      if (!step.isApp() || step.getNumArgs() == 0) {
        names.put(step.getId(), step instanceof RatNum number ? text(number) : step.toString());
        return;
      }
      String name = "p" + steps++;
      StringBuilder text = new StringBuilder("(let ((" + name + " (" + rule(step.getFuncDecl()));
      for (Expr<?> argument : step.getArgs()) {
        text.append(' ').append(names.get(argument.getId()));
      }
      names.put(step.getId(), name);
      put(text.append(")))\n").toString());
    }

    /** With the factors of lemmas of arithmetic. */
    private static String rule(FuncDecl<?> rule) {
      if (rule.getDeclKind() != Z3_decl_kind.Z3_OP_PR_TH_LEMMA) {
        return rule.getName().toString();
      }
      StringBuilder text = new StringBuilder("(_ " + rule.getName());
      for (FuncDecl.Parameter parameter : rule.getParameters()) {
        text.append(' ').append(text(parameter));
      }
      return text.append(')').toString();
    }

    private static String text(RatNum number) {
      String size = number.getBigIntNumerator().abs() + ".0";
      String quotient = "(/ " + size + " " + number.getBigIntDenominator() + ".0)";
      String text = number.getBigIntDenominator().equals(BigInteger.ONE) ? size : quotient;
      return number.getBigIntNumerator().signum() < 0 ? "(- " + text + ")" : text;
    }

    private static String text(FuncDecl.Parameter parameter) {
      return switch (parameter.getParameterKind()) {
        case Z3_PARAMETER_SYMBOL -> parameter.getSymbol().toString();
        case Z3_PARAMETER_RATIONAL -> parameter.getRational();
        case Z3_PARAMETER_INT -> Integer.toString(parameter.getInt());
        default -> parameter.getParameterKind().toString();
      };
    }

    private void put(String text) throws IOException {
      length += text.length();
      out.append(text);
    }
  }
}

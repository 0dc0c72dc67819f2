package org.assay.symbolic;

import java.io.IOException;
import java.util.List;
import org.assay.exact.Rational;

/**
 * A trace as text: for every unit and logit its expression in the pixels, and the path condition,
 * all with exact numbers {@code p/q}. Rows are written one after the other as they are computed, so
 * that memory does not grow with the size of the output. Coefficients of zero are left out. Where
 * the run overflows in ORDERED, so that there is no predicted label, text and SMT-LIB end in an
 * {@link ArithmeticException}.
 */
public final class TraceWriter {

  private final Trace trace;

  private TraceWriter(Trace trace) {
    this.trace = trace;
  }

  public static TraceWriter of(Trace trace) {
    return new TraceWriter(trace);
  }

  /** For people: one paragraph a unit and a logit. */
  public void text(Appendable out) throws IOException {
    TracedNetwork network = trace.network();
    line(out, "network " + network.network().name() + " " + network.network().contentHash());
    line(out, "pattern " + trace.pattern());
    line(out, "label " + trace.label());
    line(out, "exact label " + trace.exactLabel() + (trace.tied() ? ", tied with another" : ""));
    for (int row = 0; row < trace.rows(); row++) {
      AffineExpression expression = AffineExpression.ofRow(trace, row);
      line(out, "");
      line(out, title(row) + " = " + trace.exactValue(row));
      out.append("  ").append(name(row)).append(" = ");
      sum(out, expression);
      line(out, "");
      if (row < trace.units()) {
        for (HalfSpace clause : PathCondition.clauses(trace, row, expression)) {
          Rational bound = expression.constant().minus(clause.expression().constant());
          line(out, "  path: " + name(row) + " " + clause.relation().sign() + " " + bound);
        }
      }
    }
  }

  private String title(int row) {
    if (row >= trace.units()) {
      return "logit " + (row - trace.units());
    }
    return "unit %d, layer %d, place %d, %s"
        .formatted(row, trace.network().layer(row), trace.network().index(row), trace.phase(row));
  }

  /** {@code u3} for the input of unit 3, {@code y7} for the logit of label 7. */
  String name(int row) {
    return row < trace.units() ? "u" + row : "y" + (row - trace.units());
  }

  private static void sum(Appendable out, AffineExpression expression) throws IOException {
    for (AffineExpression.Term term : expression.terms()) {
      out.append(term.coefficient().toString()).append(" x").append(String.valueOf(term.pixel()));
      out.append(" + ");
    }
    out.append(expression.constant().toString());
  }

  /**
   * For programs: a header, then one line a coefficient and one a constant. Columns: {@code row},
   * {@code kind} (unit or logit), {@code index} within its kind, {@code phase} (empty for a logit),
   * {@code pixel} (empty for the constant), {@code exact} {@code p/q}, {@code nearest} double.
   */
  public void csv(Appendable out) throws IOException {
    line(out, "row,kind,index,phase,pixel,exact,nearest");
    for (int row = 0; row < trace.rows(); row++) {
      String start =
          row < trace.units()
              ? row + ",unit," + row + "," + trace.phase(row) + ","
              : row + ",logit," + (row - trace.units()) + ",,";
      AffineExpression expression = AffineExpression.ofRow(trace, row);
      for (AffineExpression.Term term : expression.terms()) {
        number(out.append(start).append(String.valueOf(term.pixel())), term.coefficient());
      }
      number(out.append(start), expression.constant());
    }
  }

  private static void number(Appendable out, Rational number) throws IOException {
    line(out, "," + number + "," + number.nearestDouble());
  }

  /**
   * A complete SMT-LIB 2 script in the logic QF_LRA, which any solver for it takes: every pixel in
   * {@code [low, high]}, the definition of every unit and logit, the path condition, and that
   * another label's logit is greater than the predicted one's. It is satisfiable iff changing the
   * pixels can flip the label while the pattern holds. (The paper's AC is printed with the original
   * label; the attack's label is meant.)
   *
   * @param free the pixels that may change, ascending; all others keep the image's values
   */
  public void smtLib(Appendable out, Rational low, Rational high, List<Integer> free)
      throws IOException {
    new SmtLibScript(trace, out).write(low, high, free);
  }

  private static void line(Appendable out, String text) throws IOException {
    out.append(text).append('\n');
  }
}

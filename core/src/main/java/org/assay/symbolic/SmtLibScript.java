package org.assay.symbolic;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assay.exact.Rational;

/** Writes the question of {@link TraceWriter#smtLib} in SMT-LIB 2. */
final class SmtLibScript {

  private final Trace trace;
  private final Appendable out;

  SmtLibScript(Trace trace, Appendable out) {
    this.trace = trace;
    this.out = out;
  }

  void write(Rational low, Rational high, List<Integer> free) throws IOException {
    line("; network " + trace.network().network().contentHash());
    line("; pattern " + trace.pattern());
    line("; satisfiable iff another label's logit can exceed that of label " + trace.label());
    line("(set-logic QF_LRA)");
    pixels(low, high, new HashSet<>(free));
    for (int row = 0; row < trace.rows(); row++) {
      AffineExpression expression = AffineExpression.ofRow(trace, row);
      define(name(row), expression);
      if (row < trace.units()) {
        for (HalfSpace clause : PathCondition.clauses(trace, row, expression)) {
          Rational bound = expression.constant().minus(clause.expression().constant());
          line("(assert (" + clause.relation().sign() + " " + name(row) + " " + real(bound) + "))");
        }
      }
    }
    attack();
    line("(check-sat)");
  }

  private String name(int row) {
    return row < trace.units() ? "u_" + row : "y_" + (row - trace.units());
  }

  private void pixels(Rational low, Rational high, Set<Integer> free) throws IOException {
    for (int p = 0; p < trace.image().size(); p++) {
      String name = "x_" + p;
      line("(declare-fun " + name + " () Real)");
      line(
          free.contains(p)
              ? "(assert (and (<= "
                  + real(low)
                  + " "
                  + name
                  + ") (<= "
                  + name
                  + " "
                  + real(high)
                  + ")))"
              : "(assert (= " + name + " " + real(Rational.of(trace.image().at(p))) + "))");
    }
  }

  private void define(String name, AffineExpression expression) throws IOException {
    line("(declare-fun " + name + " () Real)");
    out.append("(assert (= ").append(name).append(" (+ ").append(real(expression.constant()));
    for (AffineExpression.Term term : expression.terms()) {
      out.append(" (* ").append(real(term.coefficient()));
      out.append(" x_").append(String.valueOf(term.pixel())).append(')');
    }
    line(" 0.0)))");
  }

  private void attack() throws IOException {
    out.append("(assert (or false");
    for (int label = 0; label < trace.labels(); label++) {
      if (label != trace.label()) {
        out.append(" (> y_").append(String.valueOf(label));
        out.append(" y_").append(String.valueOf(trace.label())).append(')');
      }
    }
    line("))");
  }

  /** A number in the syntax of SMT-LIB's reals. */
  private static String real(Rational number) {
    String p = number.numerator().abs() + ".0";
    BigInteger denominator = number.denominator();
    String quotient =
        denominator.equals(BigInteger.ONE) ? p : "(/ " + p + " " + denominator + ".0)";
    return number.signum() < 0 ? "(- " + quotient + ")" : quotient;
  }

  private void line(String text) throws IOException {
    out.append(text).append('\n');
  }
}

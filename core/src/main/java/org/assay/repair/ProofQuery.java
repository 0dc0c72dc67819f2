package org.assay.repair;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.smt.LinearForm;

/**
 * What remains to be decided of a question, as a script in SMT-LIB 2: satisfiable iff a patch
 * within the bound exists.
 *
 * <p>{@code d}N is the change of a bias by its position, {@code v}N the output of the N-th open
 * unit, {@code s}N its sum. Each change lies within its reach; each open unit has its cases, and,
 * for the solver's sake, its range and the hull of its cases, which follow from that.
 */
final class ProofQuery {

  private final ProofUnits units;
  private final StringBuilder text = new StringBuilder();

  private ProofQuery(ProofUnits units) {
    this.units = units;
  }

  static String of(ProofUnits units) {
    return new ProofQuery(units).written();
  }

  private String written() {
    line("(set-logic QF_LRA)");
    for (int p = 0; p < units.changes(); p++) {
      declare(name(p));
      between(name(p), units.variables().get(p));
    }
    units.units().stream().filter(unit -> unit.variable() >= 0).forEach(this::open);
    for (ProofUnits.Wanted wanted : units.wanted()) {
      require((wanted.strict() ? "(> " : "(>= ") + form(wanted.form()) + " 0.0)");
    }
    line("(check-sat)");
    return text.toString();
  }

  private void open(ProofUnits.Unit unit) {
    String sum = "s" + (unit.variable() - units.changes());
    String output = name(unit.variable());
    line("(define-fun " + sum + " () Real " + form(unit.sum()) + ")");
    declare(output);
    between(sum, unit.range());
    between(output, units.variables().get(unit.variable()));
    require("(or " + String.join(" ", cases(unit, sum, output)) + ")");
    hull(unit, sum, output);
  }

  private static List<String> cases(ProofUnits.Unit unit, String sum, String output) {
    Clip clip = unit.clip();
    List<String> inside = new ArrayList<>(List.of("(= " + output + " " + sum + ")"));
    List<String> cases = new ArrayList<>();
    if (isBelow(unit)) {
      String low = number(ProofUnits.low(clip));
      inside.add("(>= " + sum + " " + low + ")");
      cases.add("(and (= " + output + " " + low + ") (<= " + sum + " " + low + "))");
    }
    if (isAbove(unit)) {
      String high = number(ProofUnits.high(clip));
      inside.add("(<= " + sum + " " + high + ")");
      cases.add("(and (= " + output + " " + high + ") (>= " + sum + " " + high + "))");
    }
    cases.add("(and " + String.join(" ", inside) + ")");
    return cases;
  }

  private static boolean isBelow(ProofUnits.Unit unit) {
    return ProofUnits.isLow(unit.clip())
        && unit.range().low().compareTo(ProofUnits.low(unit.clip())) < 0;
  }

  private static boolean isAbove(ProofUnits.Unit unit) {
    return ProofUnits.isHigh(unit.clip())
        && unit.range().high().compareTo(ProofUnits.high(unit.clip())) > 0;
  }

  /** Of units that bend once: on one side their two lines, on the other the chord. */
  private void hull(ProofUnits.Unit unit, String sum, String output) {
    if (isBelow(unit) == isAbove(unit)) {
      return;
    }
    Rational low = unit.range().low();
    Rational outputLow = units.variables().get(unit.variable()).low();
    Rational outputHigh = units.variables().get(unit.variable()).high();
    Rational slope = outputHigh.minus(outputLow).dividedBy(unit.range().high().minus(low));
    String chord =
        "(+ %s (* %s %s))".formatted(number(outputLow.minus(slope.times(low))), number(slope), sum);
    String lines = isBelow(unit) ? "(>= " : "(<= ";
    String other = isBelow(unit) ? "(<= " : "(>= ";
    require(lines + output + " " + sum + ")");
    require(other + output + " " + chord + ")");
  }

  private void between(String term, ProofUnits.Range range) {
    require("(>= " + term + " " + number(range.low()) + ")");
    require("(<= " + term + " " + number(range.high()) + ")");
  }

  private String name(int variable) {
    return variable < units.changes() ? "d" + variable : "v" + (variable - units.changes());
  }

  private String form(LinearForm form) {
    List<String> parts = new ArrayList<>();
    if (form.constant().signum() != 0 || form.terms().isEmpty()) {
      parts.add(number(form.constant()));
    }
    for (Map.Entry<Integer, Rational> term : form.terms().entrySet()) {
      parts.add("(* " + number(term.getValue()) + " " + name(term.getKey()) + ")");
    }
    return parts.size() == 1 ? parts.get(0) : "(+ " + String.join(" ", parts) + ")";
  }

  private static String number(Rational number) {
    String whole = number.numerator().abs() + ".0";
    BigInteger denominator = number.denominator();
    String quotient =
        denominator.equals(BigInteger.ONE) ? whole : "(/ " + whole + " " + denominator + ".0)";
    return number.signum() < 0 ? "(- " + quotient + ")" : quotient;
  }

  private void declare(String name) {
    line("(declare-fun " + name + " () Real)");
  }

  private void require(String statement) {
    line("(assert " + statement + ")");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}

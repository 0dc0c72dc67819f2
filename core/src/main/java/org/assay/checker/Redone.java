package org.assay.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.checker.Affine.Ends;
import org.assay.checker.Statement.Bend;
import org.assay.checker.Statement.Example;
import org.assay.checker.Statement.Row;
import org.assay.checker.Statement.Stage;
import org.assay.checker.Statement.Sums;

/**
 * Units and query done again from what is claimed. The ranges of layers before are taken as listed,
 * each having been found right when its turn came.
 */
final class Redone {

  private final Statement statement;
  private final Map<String, String> listed = new HashMap<>();
  private final List<Ends> ranges = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Line> query = new ArrayList<>();
  private int removed;
  private int open;
  private boolean impossible;

  /** A line of the query and what it is about. */
  record Line(String text, String about) {}

  Redone(Statement statement, String units) throws Rejection {
    this.statement = statement;
    for (String line : units.lines().toList()) {
      String[] words = line.split(" ", -1);
      int key = words[0].equals("unit") ? 4 : 3;
      if (words.length != key + 3) {
        throw new Rejection("units.txt: '%s' is no line of it".formatted(line));
      }
      String name = String.join(" ", List.of(words).subList(0, key));
      if (listed.put(name, String.join(" ", List.of(words).subList(key, key + 3))) != null) {
        throw new Rejection("units.txt: %s is listed twice".formatted(name));
      }
    }
  }

  /** Holds every listed unit against what follows. */
  void redo() throws Rejection {
    line("(set-logic QF_LRA)", "its start");
    for (int p = 0; p < statement.reaches().size(); p++) {
      Quotient reach = statement.reaches().get(p);
      ranges.add(new Ends(reach.negated(), reach));
      names.add("d" + p);
      String about = "bias " + p;
      line("(declare-fun d" + p + " () Real)", about);
      between("d" + p, ranges.get(p), about);
    }
    List<Line> wishes = new ArrayList<>();
    for (int e = 0; e < statement.examples().size(); e++) {
      example(e, wishes);
    }
    query.addAll(wishes);
    line("(check-sat)", "its end");
    if (!listed.isEmpty()) {
      throw new Rejection(
          "units.txt lists %s, which there is not".formatted(listed.keySet().iterator().next()));
    }
  }

  List<Line> query() {
    return query;
  }

  int removed() {
    return removed;
  }

  int open() {
    return open;
  }

  /** Whether the ranges alone show it. */
  boolean isImpossible() {
    return impossible;
  }

  private void example(int number, List<Line> wishes) throws Rejection {
    Example example = statement.examples().get(number);
    List<Stage> stages = statement.stages();
    List<Affine> state = new ArrayList<>();
    example.input().forEach(x -> state.add(Affine.of(x)));
    int body = stages.get(stages.size() - 1) instanceof Bend ? stages.size() - 1 : stages.size();
    for (int l = 0; l < body; l++) {
      List<Affine> next = new ArrayList<>();
      if (stages.get(l) instanceof Sums sums) {
        for (Row row : sums.rows()) {
          next.add(sum(row, state));
        }
      } else {
        for (int r = 0; r < state.size(); r++) {
          String name = "unit %d %d %d".formatted(number, l, r);
          next.add(unit(name, (Bend) stages.get(l), state.get(r)));
        }
      }
      state.clear();
      state.addAll(next);
    }
    for (Demanded.Wish wish : Demanded.of(statement, example, state)) {
      String name = "demand %d %d".formatted(number, wishes.size());
      wish(name, wish);
      String compare = wish.strict() ? "(> " : "(>= ";
      wishes.add(new Line("(assert " + compare + wish.form().script(names) + " 0.0))", name));
    }
  }

  private static Affine sum(Row row, List<Affine> state) {
    Affine sum = Affine.of(row.bias());
    Quotient constant = Quotient.ZERO;
    for (Map.Entry<Integer, Quotient> weight : row.weights().entrySet()) {
      Affine input = state.get(weight.getKey());
      if (input.factors().isEmpty()) {
        constant = constant.plus(weight.getValue().times(input.constant()));
      } else {
        sum = sum.plus(weight.getValue(), input);
      }
    }
    for (int moved : row.moved()) {
      sum = sum.plus(Quotient.ONE, Affine.variable(moved));
    }
    return sum.plus(Quotient.ONE, Affine.of(constant));
  }

  private void wish(String name, Demanded.Wish wish) throws Rejection {
    Ends ends = wish.form().over(ranges);
    boolean never = wish.strict() ? ends.high().sign() <= 0 : ends.high().sign() < 0;
    hold(name, ends, never ? "impossible" : "open");
    impossible |= never;
  }

  private Affine unit(String name, Bend bend, Affine sum) throws Rejection {
    Ends ends = sum.over(ranges);
    Quotient low = bend.of(ends.low());
    Quotient high = bend.of(ends.high());
    boolean isLow = bend.low() != null && !bend.low().isLess(ends.high());
    boolean isHigh = !isLow && bend.high() != null && !ends.low().isLess(bend.high());
    boolean isInside = !isLow && !isHigh && low.equals(ends.low()) && high.equals(ends.high());
    String phase = isLow ? "low" : isHigh ? "high" : isInside ? "inside" : "open";
    hold(name, ends, phase);
    if (!phase.equals("open")) {
      removed++;
      return isInside ? sum : Affine.of(isLow ? high : low);
    }
    ranges.add(new Ends(low, high));
    names.add("v" + open);
    open(name, sum, ends);
    open++;
    return Affine.variable(names.size() - 1);
  }

  /** Both ends and the phase must be those listed. */
  private void hold(String name, Ends ends, String phase) throws Rejection {
    String line = listed.remove(name);
    if (line == null) {
      throw new Rejection("units.txt lacks " + name);
    }
    String[] words = line.split(" ", -1);
    try {
      same(name, "low end", Quotient.read(words[0]), ends.low());
      same(name, "high end", Quotient.read(words[1]), ends.high());
    } catch (NumberFormatException e) {
      throw new Rejection("units.txt: %s: %s is no range".formatted(name, line));
    }
    if (!words[2].equals(phase)) {
      throw new Rejection("%s: listed as %s, but it is %s".formatted(name, words[2], phase));
    }
  }

  private static void same(String name, String what, Quotient listed, Quotient redone)
      throws Rejection {
    if (!listed.equals(redone)) {
      throw new Rejection(
          "%s: its %s is listed as %s, but is %s".formatted(name, what, listed, redone));
    }
  }

  private void open(String name, Affine sum, Ends ends) {
    String s = "s" + open;
    String v = "v" + open;
    Ends range = ranges.get(ranges.size() - 1);
    boolean below = !range.low().equals(ends.low());
    boolean above = !range.high().equals(ends.high());
    line("(define-fun " + s + " () Real " + sum.script(names) + ")", name);
    line("(declare-fun " + v + " () Real)", name);
    between(s, ends, name);
    between(v, range, name);
    StringBuilder cases = new StringBuilder();
    String inside = "(= " + v + " " + s + ")";
    if (below) {
      String end = range.low().script();
      cases.append("(and (= " + v + " " + end + ") (<= " + s + " " + end + ")) ");
      inside += " (>= " + s + " " + end + ")";
    }
    if (above) {
      String end = range.high().script();
      cases.append("(and (= " + v + " " + end + ") (>= " + s + " " + end + ")) ");
      inside += " (<= " + s + " " + end + ")";
    }
    line("(assert (or " + cases + "(and " + inside + ")))", name);
    if (below != above) {
      Quotient width = ends.high().minus(ends.low());
      Quotient slope = range.high().minus(range.low()).times(width.inverse());
      Quotient start = range.low().minus(slope.times(ends.low()));
      String chord = "(+ " + start.script() + " (* " + slope.script() + " " + s + "))";
      line("(assert (" + (below ? ">= " : "<= ") + v + " " + s + "))", name);
      line("(assert (" + (below ? "<= " : ">= ") + v + " " + chord + "))", name);
    }
  }

  private void between(String term, Ends ends, String about) {
    line("(assert (>= " + term + " " + ends.low().script() + "))", about);
    line("(assert (<= " + term + " " + ends.high().script() + "))", about);
  }

  private void line(String text, String about) {
    query.add(new Line(text, about));
  }
}

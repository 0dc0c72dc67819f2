package org.assay.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A number plus multiples of variables, none of them zero times.
 *
 * @param factors by the variable's number
 */
record Affine(Quotient constant, TreeMap<Integer, Quotient> factors) {

  static Affine of(Quotient constant) {
    return new Affine(constant, new TreeMap<>());
  }

  static Affine variable(int number) {
    Affine variable = of(Quotient.ZERO);
    variable.factors.put(number, Quotient.ONE);
    return variable;
  }

  /** This plus a multiple of another, as something new. */
  Affine plus(Quotient factor, Affine other) {
    if (factor.sign() == 0) {
      return this;
    }
    TreeMap<Integer, Quotient> sum = new TreeMap<>(factors);
    other.factors.forEach((variable, by) -> sum.merge(variable, by.times(factor), Quotient::plus));
    sum.values().removeIf(by -> by.sign() == 0);
    return new Affine(constant.plus(other.constant.times(factor)), sum);
  }

  /** Both ends over ranges of the variables that know nothing of each other. */
  Ends over(List<Ends> ranges) {
    Quotient low = constant;
    Quotient high = constant;
    for (Map.Entry<Integer, Quotient> entry : factors.entrySet()) {
      Ends ends = ranges.get(entry.getKey());
      Quotient one = entry.getValue().times(ends.low());
      Quotient other = entry.getValue().times(ends.high());
      low = low.plus(one.isLess(other) ? one : other);
      high = high.plus(one.isLess(other) ? other : one);
    }
    return new Ends(low, high);
  }

  /** As SMT-LIB writes it. */
  String script(List<String> names) {
    List<String> parts = new ArrayList<>();
    if (factors.isEmpty() || constant.sign() != 0) {
      parts.add(constant.script());
    }
    factors.forEach(
        (variable, by) -> parts.add("(* " + by.script() + " " + names.get(variable) + ")"));
    return parts.size() > 1 ? "(+ " + String.join(" ", parts) + ")" : parts.get(0);
  }

  /** A range, its ends included. */
  record Ends(Quotient low, Quotient high) {}
}

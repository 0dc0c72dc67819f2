package org.assay.repair;

import org.assay.exact.Rational;
import org.assay.smt.LinearForm;

/** A constant plus multiples of variables, all nearest doubles of an exact form. Immutable. */
final class NearForm {

  private final int[] variables;
  private final double[] factors;
  private final double constant;

  NearForm(LinearForm form) {
    this.variables = form.terms().keySet().stream().mapToInt(v -> v).toArray();
    this.factors = form.terms().values().stream().mapToDouble(Rational::nearestDouble).toArray();
    this.constant = form.constant().nearestDouble();
  }

  int terms() {
    return variables.length;
  }

  int variable(int term) {
    return variables[term];
  }

  double factor(int term) {
    return factors[term];
  }

  double constant() {
    return constant;
  }

  double at(double[] values) {
    double sum = constant;
    for (int k = 0; k < variables.length; k++) {
      sum += factors[k] * values[variables[k]];
    }
    return sum;
  }
}

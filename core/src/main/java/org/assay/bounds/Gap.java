package org.assay.bounds;

import java.util.Map;
import org.assay.exact.Rational;

/**
 * How far a network's inputs and outputs are from satisfying a condition: a linear function of both
 * that is negative, or zero unless the condition is strict, exactly where the condition holds.
 *
 * <p>Factors are doubles, each with a bound of how far it is from the exact one; the constant is
 * rounded down. So a lower bound of what is stored here, with the factors' errors charged, is one
 * of the exact function. Immutable.
 */
public final class Gap {

  private final Terms inputs;
  private final Terms outputs;
  private final double constant;
  private final boolean strict;

  private Gap(Terms inputs, Terms outputs, double constant, boolean strict) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.constant = constant;
    this.strict = strict;
  }

  /**
   * The gap that is an exact linear function.
   *
   * @param inputs factors by flat position of the input; likewise outputs
   * @param strict whether the condition is that the function is below zero; else at most zero
   */
  public static Gap of(
      Map<Integer, Rational> inputs,
      Map<Integer, Rational> outputs,
      Rational constant,
      boolean strict) {
    return new Gap(Terms.of(inputs), Terms.of(outputs), constant.floorDouble(), strict);
  }

  /** A label's lead over another one, which must become negative. */
  public static Gap lead(int label, int other) {
    return of(Map.of(), Map.of(label, Rational.ONE, other, Rational.of(-1)), Rational.ZERO, true);
  }

  Terms inputs() {
    return inputs;
  }

  Terms outputs() {
    return outputs;
  }

  double constant() {
    return constant;
  }

  public boolean isStrict() {
    return strict;
  }

  /** About the gap at an input and its output. */
  public double near(double[] input, double[] output) {
    return constant + inputs.near(input) + outputs.near(output);
  }

  /** Adds about the derivatives of the gap by inputs and outputs. */
  public void addSlopes(double[] byInput, double[] byOutput) {
    inputs.addTo(byInput);
    outputs.addTo(byOutput);
  }

  /** Multiples of numbers of a state. */
  static final class Terms {
    private final int[] index;
    private final double[] factor;
    private final double[] error;

    private Terms(int count) {
      this.index = new int[count];
      this.factor = new double[count];
      this.error = new double[count];
    }

    private static Terms of(Map<Integer, Rational> factors) {
      Terms terms = new Terms(factors.size());
      int k = 0;
      for (Map.Entry<Integer, Rational> entry : factors.entrySet()) {
        Rational exact = entry.getValue();
        terms.index[k] = entry.getKey();
        terms.factor[k] = exact.nearestDouble();
        terms.error[k] =
            Double.isFinite(terms.factor[k])
                ? exact.minus(Rational.of(terms.factor[k])).abs().ceilingDouble()
                : 0;
        k++;
      }
      return terms;
    }

    int count() {
      return index.length;
    }

    int index(int term) {
      return index[term];
    }

    double factor(int term) {
      return factor[term];
    }

    /** No less than how far a factor is from the exact one. */
    double error(int term) {
      return error[term];
    }

    private double near(double[] numbers) {
      double sum = 0;
      for (int k = 0; k < index.length; k++) {
        sum += factor[k] * numbers[index[k]];
      }
      return sum;
    }

    private void addTo(double[] numbers) {
      for (int k = 0; k < index.length; k++) {
        numbers[index[k]] += factor[k];
      }
    }
  }
}

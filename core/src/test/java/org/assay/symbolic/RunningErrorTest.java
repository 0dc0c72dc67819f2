package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.assay.eval.ExactSemantics;
import org.assay.exact.Rational;
import org.assay.network.Dense;
import org.assay.network.Shape;
import org.assay.network.SparseRows;
import org.assay.network.Tensor;

/**
 * The bound against rationals on chains of one to four linear maps of width one to four: weights
 * from 2^-1074 to 2^70, float32 and double, with sums that nearly cancel.
 */
class RunningErrorTest {

  @Property(tries = 1_000_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void boundsTheErrorOfEveryNumber(@ForAll Random random) {
    assertThat(holds(RunningError.proved(), random)).isTrue();
  }

  @Example
  void halfTheConstantIsNoBound() {
    RunningError half = new RunningError(RunningError.UNIT / 2);
    int violated = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      violated += holds(half, new Random(seed)) ? 0 : 1;
    }
    assertThat(violated).isPositive();
  }

  private static boolean holds(RunningError bound, Random random) {
    Draw draw = new Draw(random);
    double[] input = draw.numbers(draw.size());
    Approximation state = Approximation.exact(input);
    Rational[] exact = ExactSemantics.exact(Tensor.of(Shape.of(input.length), input));
    boolean across = random.nextBoolean();
    boolean holds = true;
    for (int depth = draw.size(); depth > 0; depth--) {
      Dense layer = draw.layer(state.value);
      SparseRows rows = layer.rows();
      Rational[] sums = new ExactSemantics().linear(layer, exact);
      if (across) {
        state = across(bound, rows, draw.floats, state);
        removeBiases(rows, sums);
      } else {
        state = bound.plusBias(rows, bound.map(rows.transpose(), draw.floats, state));
      }
      exact = sums;
      for (int i = 0; i < sums.length; i++) {
        holds &= encloses(state.value[i], state.error[i], sums[i]);
      }
    }
    return holds;
  }

  private static void removeBiases(SparseRows rows, Rational[] sums) {
    for (int r = 0; r < sums.length; r++) {
      sums[r] = sums[r].minus(Rational.of(rows.bias(r)));
    }
  }

  /** The kernel for many columns, with one column. */
  private static Approximation across(
      RunningError bound, SparseRows rows, boolean floats, Approximation state) {
    Approximation[] inputs = new Approximation[state.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = new Approximation(new double[] {state.value[i]}, new double[] {state.error[i]});
    }
    Approximation[] sums = bound.map(rows, floats && state.isFloat(), inputs, 1);
    return new Approximation(
        Arrays.stream(sums).mapToDouble(sum -> sum.value[0]).toArray(),
        Arrays.stream(sums).mapToDouble(sum -> sum.error[0]).toArray());
  }

  private static boolean encloses(double value, double error, Rational exact) {
    if (!Double.isFinite(value) || !Double.isFinite(error)) {
      // Only overflow may say that nothing is known.
      return !Double.isFinite(error);
    }
    return exact.minus(Rational.of(value)).abs().compareTo(Rational.of(error)) <= 0;
  }

  /** Random numbers and layers of one kind: a range of exponents, float32 or double. */
  private static final class Draw {

    private final Random random;
    private final boolean floats;
    private final int lowest;
    private final int highest;

    Draw(Random random) {
      this.random = random;
      this.floats = random.nextBoolean();
      int kind = random.nextInt(4);
      this.lowest = kind == 0 ? -1 : kind == 1 ? -30 : kind == 2 ? 40 : floats ? -149 : -1074;
      this.highest =
          kind == 0 ? 0 : kind == 1 ? 30 : kind == 2 ? 70 : lowest + 600 / (floats ? 8 : 1);
    }

    int size() {
      return 1 + random.nextInt(4);
    }

    double number() {
      int exponent = lowest + random.nextInt(highest - lowest + 1);
      double number = Math.scalb(1 + random.nextDouble(), exponent);
      double rounded = floats ? (float) number : number;
      return random.nextBoolean() ? rounded : -rounded;
    }

    double[] numbers(int size) {
      double[] numbers = new double[size];
      Arrays.setAll(numbers, i -> random.nextInt(10) == 0 ? 0 : number());
      return numbers;
    }

    /** A layer; in every other row a weight or the bias nearly cancels the sum before it. */
    Dense layer(double[] input) {
      int outputs = size();
      double[] weights = new double[outputs * input.length];
      double[] biases = numbers(outputs);
      for (int r = 0; r < outputs; r++) {
        double[] row = numbers(input.length);
        double sum = 0;
        for (int i = 0; i < input.length; i++) {
          if (i > 0 && random.nextInt(4) == 0) {
            row[i] = representable(-sum / input[i], row[i]);
          }
          sum += row[i] * input[i];
        }
        biases[r] = random.nextInt(4) == 0 ? representable(-sum, biases[r]) : biases[r];
        System.arraycopy(row, 0, weights, r * input.length, input.length);
      }
      return Dense.of(
          Tensor.of(Shape.of(outputs, input.length), weights),
          Tensor.of(Shape.of(outputs), biases));
    }

    private double representable(double wanted, double otherwise) {
      double rounded = floats ? (float) wanted : wanted;
      return Double.isFinite(rounded) ? rounded : otherwise;
    }
  }
}

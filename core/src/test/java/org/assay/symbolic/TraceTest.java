package org.assay.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.RandomNetworks;
import org.assay.eval.ExactSemantics;
import org.assay.eval.OrderedSemantics;
import org.assay.exact.Rational;
import org.assay.network.Clip;
import org.assay.network.Dense;
import org.assay.network.ElementType;
import org.assay.network.Network;
import org.assay.network.Shape;
import org.assay.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceTest {

  private record Run(Network network, Tensor image) {}

  static Stream<Run> runs() {
    return IntStream.range(0, 120)
        .mapToObj(
            seed -> {
              ElementType type = seed % 2 == 0 ? ElementType.FLOAT32 : ElementType.FLOAT64;
              RandomNetworks random = new RandomNetworks(seed, type);
              Network network = seed % 3 == 0 ? random.convolutional() : random.dense();
              return new Run(network, random.image(network));
            });
  }

  @ParameterizedTest
  @MethodSource("runs")
  void agreesWithTheConcolicFold(Run run) {
    Trace trace = Trace.of(TracedNetwork.of(run.network()), run.image());
    ConcolicState fold = ConcolicSemantics.run(run.network(), run.image());
    List<SymbolicNumber> rows =
        Stream.concat(fold.branches().stream(), fold.numbers().stream()).toList();
    assertThat(trace.rows()).isEqualTo(rows.size());
    for (int r = 0; r < rows.size(); r++) {
      assertThat(trace.exactValue(r)).isEqualTo(rows.get(r).value());
      encloses(trace.value(r), trace.valueError(r), rows.get(r).value());
    }
    for (int p = 0; p < run.image().size(); p++) {
      Rational[] exact = trace.exactColumn(p);
      double[] column = trace.column(p);
      double[] error = trace.columnError(p);
      for (int r = 0; r < rows.size(); r++) {
        assertThat(exact[r]).isEqualTo(rows.get(r).coefficient(p));
        encloses(column[r], error[r], exact[r]);
      }
    }
    for (int u = 0; u < trace.units(); u++) {
      assertThat(trace.phase(u))
          .isEqualTo(ExactSemantics.phase(trace.network().clip(u), rows.get(u).value()));
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void rowsColumnsAndTheBulkAreTheSameCoefficients(Run run) {
    Trace trace = Trace.of(TracedNetwork.of(run.network()), run.image());
    int pixels = run.image().size();
    double[] all = trace.coefficients();
    double[] allErrors = trace.coefficientErrors();
    double[] row = new double[pixels];
    double[] rowError = new double[pixels];
    for (int r = 0; r < trace.rows(); r++) {
      trace.coefficients(r, row, rowError);
      Rational[] exact = trace.exactCoefficients(r);
      for (int p = 0; p < pixels; p++) {
        assertThat(exact[p]).isEqualTo(trace.exactColumn(p)[r]);
        encloses(row[p], rowError[p], exact[p]);
        encloses(all[p * trace.rows() + r], allErrors[p * trace.rows() + r], exact[p]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void labelsAreThoseOfTheTwoArithmetics(Run run) {
    Trace trace = Trace.of(TracedNetwork.of(run.network()), run.image());
    Rational[] logits = ExactSemantics.logits(run.network(), run.image());
    int best = ExactSemantics.label(logits);
    assertThat(trace.exactLabel()).isEqualTo(best);
    assertThat(trace.tied()).isEqualTo(Stream.of(logits).filter(logits[best]::equals).count() > 1);
    assertThat(trace.label())
        .isEqualTo(OrderedSemantics.label(OrderedSemantics.logits(run.network(), run.image())));
  }

  @Test
  void aPhaseThatDoublesCannotTellIsDecidedByRationals() {
    // 2^60 + 1 - 2^60 is 1, but in double the 1 is lost.
    Network network =
        new Network(
            "cancellation",
            ElementType.FLOAT32,
            Shape.of(3),
            List.of(
                Dense.of(Tensor.of(Shape.of(1, 3), 0x1p60, 1, -0x1p60), Tensor.zeros(1)),
                Clip.relu(Shape.of(1)),
                Dense.of(Tensor.of(Shape.of(2, 1), 1, -1), Tensor.zeros(2))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(3), 1, 1, 1));
    assertThat(trace.phase(0)).isEqualTo(Clip.Phase.INSIDE);
    assertThat(trace.value(0)).isEqualTo(1);
    assertThat(trace.valueError(0)).isZero();
    assertThat(trace.rationalFallbacks()).isEqualTo(1);
    assertThat(trace.exactLabel()).isZero();
    assertThat(trace.tied()).isFalse();
  }

  @Test
  void overflowInDoubleLeavesTheExactTraceRight() {
    Network network =
        new Network(
            "overflow",
            ElementType.FLOAT64,
            Shape.of(2),
            List.of(
                Dense.of(Tensor.of(Shape.of(1, 2), 1e300, -1e300), Tensor.zeros(1)),
                Clip.relu(Shape.of(1)),
                Dense.of(Tensor.of(Shape.of(1, 1), 1e300), Tensor.zeros(1)),
                Clip.relu(Shape.of(1)),
                Dense.of(Tensor.of(Shape.of(2, 1), 1, 2), Tensor.zeros(2))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(2), 1, 0.5));
    assertThat(trace.pattern().toString()).isEqualTo("11");
    assertThat(trace.exactLabel()).isEqualTo(1);
    assertThat(Double.isFinite(trace.valueError(3))).isFalse();
    assertThat(trace.exactValue(1)).isEqualTo(Rational.of(1e300).times(Rational.of(5e299)));
    assertThatThrownBy(trace::label).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void halfTheConstantIsNoBoundOfATrace() {
    int violated = 0;
    for (int seed = 0; seed < 400; seed++) {
      RandomNetworks random = new RandomNetworks(seed, ElementType.FLOAT64);
      TracedNetwork half =
          TracedNetwork.of(random.dense(), new RunningError(RunningError.UNIT / 2));
      Trace trace = Trace.of(half, random.image(half.network()));
      for (int r = 0; r < trace.rows(); r++) {
        Rational distance = Rational.of(trace.value(r)).minus(trace.exactValue(r)).abs();
        violated += distance.compareTo(Rational.of(trace.valueError(r))) > 0 ? 1 : 0;
      }
    }
    assertThat(violated).isPositive();
  }

  @Test
  void imagesOfAnotherSizeOrWithoutNumbersAreRefused() {
    Network network =
        new Network(
            "plain",
            ElementType.FLOAT32,
            Shape.of(2),
            List.of(Dense.of(Tensor.of(Shape.of(1, 2), 1, 2), Tensor.zeros(1))));
    TracedNetwork traced = TracedNetwork.of(network);
    assertThatThrownBy(() -> Trace.of(traced, Tensor.zeros(3)))
        .hasMessageContaining("takes 2 pixels, the image has 3");
    assertThatThrownBy(() -> Trace.of(traced, Tensor.of(Shape.of(2), 1, Double.NaN)))
        .hasMessageContaining("pixel 1 is NaN");
  }

  @Test
  void equalLogitsAreTied() {
    Network network =
        new Network(
            "tie",
            ElementType.FLOAT32,
            Shape.of(1),
            List.of(Dense.of(Tensor.of(Shape.of(3, 1), 0, 2, 2), Tensor.zeros(3))));
    Trace trace = Trace.of(TracedNetwork.of(network), Tensor.of(Shape.of(1), 0.1f));
    assertThat(trace.tied()).isTrue();
    assertThat(trace.exactLabel()).isEqualTo(1);
    assertThat(trace.label()).isEqualTo(1);
  }

  private static void encloses(double value, double error, Rational exact) {
    Rational distance = Rational.of(value).minus(exact).abs();
    assertThat(distance.compareTo(Rational.of(error))).isLessThanOrEqualTo(0);
  }
}
